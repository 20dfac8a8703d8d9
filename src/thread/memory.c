/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Copies memory that may be bad, by instructions that may fault. */
#include "thread/memory.h"

#include <asm/errno.h>
#include <linux/uio.h>

#include "base/constants.h"
#include "base/nolibc.h"
#include "base/rawcall.h"
#include "thread/thread.h"

/* Who has the kernel copy. */
static enum { NOBODY, BLOCKED, ALL } by_kernel;

void memory_avoid_faults(void)
{
	by_kernel = ALL;
}

void memory_avoid_blocked_faults(void)
{
	if (by_kernel == NOBODY)
		by_kernel = BLOCKED;
}

__attribute__((cold)) static int must_ask(void)
{
	const struct thread *t = by_kernel == BLOCKED ? thread_known() : NULL;

	return by_kernel == ALL || (t && t->masks.really_blocked);
}

/* -1: a filter of the program's does not let it. */
static long ask_kernel(long nr, void *here, uintptr_t there, size_t n)
{
	const struct iovec own = {here, n}, other = {(void *)there, n};
	int pid = sys_getpid(), task = pid > 0 ? pid : sys_gettid();
	long done = task > 0 ? SYSCALL(nr, task, &own, 1, &other, 1, 0)
			     : -ENOSYS;

	return done == -ENOSYS ? -1 : done > 0 ? done : 0;
}

size_t memory_copy_in(void *dst, uintptr_t src, size_t n)
{
	long done = -1;

	if (__builtin_expect(by_kernel, 0) && must_ask())
		done = ask_kernel(__NR_process_vm_readv, dst, src, n);
	return done < 0 ? memory_copy(dst, (const void *)src, n) : (size_t)done;
}

/* Page by page: behind the one with the end there may be none, as with the
 * strings that are on top of the stack. */
size_t memory_copy_string(char *dst, uintptr_t src, size_t n)
{
	size_t done = 0, part, copied;

	do {
		part = PAGE - (src + done) % PAGE;
		if (part > n - done)
			part = n - done;
		copied = memory_copy_in(dst + done, src + done, part);
		done += copied;
	} while (copied == part && done < n &&
		 !memchr(dst + done - copied, 0, copied));
	return done;
}

size_t memory_copy_out(uintptr_t dst, const void *src, size_t n)
{
	long done = -1;

	if (__builtin_expect(by_kernel, 0) && must_ask())
		done = ask_kernel(__NR_process_vm_writev, (void *)src, dst, n);
	return done < 0 ? memory_copy((void *)dst, src, n) : (size_t)done;
}

int memory_peek(uintptr_t addr, uint64_t *word)
{
	return memory_copy_in(word, addr, sizeof(*word)) == sizeof(*word)
		       ? 0
		       : -EFAULT;
}

/* --- more than copies ------------------------------------------------------
 */

#define TRY_ROOM 65536 /* what fn may need of the stack */

/* The library's own first and last bytes. */
extern const char __ehdr_start[] __attribute__((visibility("hidden")));
extern const char _end[] __attribute__((visibility("hidden")));

static uintptr_t tried; /* 0: nothing is */

int memory_try(void (*fn)(void *), void *arg)
{
	uintptr_t outer = tried;
	int err = memory_attempt(fn, arg, &tried);

	tried = outer;
	return err;
}

/* On another stack it is another thread's. */
uintptr_t memory_tried(uintptr_t rip, uintptr_t rsp)
{
	return tried && tried - rsp < TRY_ROOM &&
			       rip - (uintptr_t)__ehdr_start <
				       (uintptr_t)(_end - __ehdr_start)
		       ? tried
		       : 0;
}
