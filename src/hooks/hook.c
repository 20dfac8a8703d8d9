/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* What the core offers to the interpreter side, except what is about calls:
 * hook_kernel() is in dispatch.c, hook_want() in enabled.c. */
#include "hooks/hook.h"

#include <linux/fcntl.h>
#include <linux/fs.h>

#include "base/log.h"
#include "base/nolibc.h"
#include "base/pages.h"
#include "base/rawcall.h"
#include "thread/lock.h"
#include "thread/memory.h"
#include "thread/stack.h"
#include "thread/thread.h"
#include "unwind/objects.h"
#include "unwind/unwind.h"

#define SIGABRT 6
#define FIRST_PAGE_END 4096

/* Most bad addresses that scripts try are null pointers. They are refused
 * without a fault, which a tracer would see. */
size_t hook_copy_in(void *dst, uintptr_t src, size_t n)
{
	return src < FIRST_PAGE_END ? 0 : memory_copy_in(dst, src, n);
}

size_t hook_copy_out(uintptr_t dst, const void *src, size_t n)
{
	return dst < FIRST_PAGE_END ? 0 : memory_copy_out(dst, src, n);
}

size_t hook_backtrace(const struct call *call, struct hook_frame *frame,
		      size_t max)
{
	size_t n;

	objects_begin(call->thread, 1);
	n = unwind_walk(call->frame, frame, max);
	objects_end();
	return n;
}

static int describe(uintptr_t addr, int exact, struct hook_symbol *symbol)
{
	struct object *o;
	uintptr_t start;

	objects_find(addr - !exact, &o);
	if (!o)
		return 0;
	memcpy(symbol->object, o->path, strlen(o->path) + 1);
	symbol->object_offset = addr - o->source.bias;
	if (objects_name(o, addr - !exact, symbol->name, sizeof(symbol->name),
			 &start))
		symbol->offset = addr - start;
	return 1;
}

int hook_symbol(const struct call *call, const struct hook_frame *frame,
		struct hook_symbol *symbol)
{
	int known;

	objects_begin(call ? call->thread : thread_self(), 0);
	known = describe(frame->addr, frame->exact, symbol);
	objects_end();
	return known;
}

void hook_own_states(void)
{
	stack_apart = 1;
	thread_own_states();
}

void hook_lend(void)
{
	if (thread_is_multi && !thread_has_own_state)
		thread_lend();
}

void hook_take_back(void)
{
	if (thread_is_multi && !thread_has_own_state)
		thread_take_back(thread_self());
}

void hook_lock(void)
{
	thread_lock_common(thread_self());
}

void hook_unlock(void)
{
	thread_unlock_common(thread_self());
}

void *hook_map(size_t size)
{
	return pages_map(size);
}

/* Where the memory is that the first state asked for. The other states get the
 * same. */
static size_t shared_at, shared_size;

void hook_share(size_t size)
{
	if (!shared_size)
		shared_at = pages_share(size);
	shared_size = size;
}

void *hook_shared(void)
{
	char *shared = pages_shared();

	return shared ? shared + shared_at : NULL;
}

void hook_unmap(void *p, size_t size)
{
	pages_unmap(p, size);
}

void *hook_map_shared(size_t size)
{
	return pages_map_shared(size);
}

static void *attach_segment(const char *digits, size_t size)
{
	int id = 0;
	void *p;

	for (; *digits; digits++)
		id = id * 10 + (*digits - '0');
	p = (void *)SYSCALL(__NR_shmat, id, 0, 0, 0, 0, 0);
	(void)size; /* it is the command's, which knows it */
	return sys_failed(p) ? NULL : p;
}

void *hook_map_file(const char *path, size_t size)
{
	static const char segment[] = "shm:";
	void *p = NULL;
	int fd;

	if (strncmp(path, segment, sizeof(segment) - 1) == 0)
		return attach_segment(path + sizeof(segment) - 1, size);
	fd = (int)SYSCALL(__NR_openat, AT_FDCWD, path, O_RDWR | O_CLOEXEC, 0, 0,
			  0);
	if (fd < 0)
		return NULL;
	if (SYSCALL(__NR_lseek, fd, 0, SEEK_END, 0, 0, 0) >= (long)size)
		p = pages_map_file(fd, size);
	sys_close(fd);
	return p;
}

int hook_pid(void)
{
	return thread_own_pid();
}

int hook_tid(void)
{
	return thread_own_tid();
}

void hook_abort(void)
{
	int pid = thread_own_pid(), tid = thread_own_tid();
	/* the default action must meet it, whatever the program installed */
	uint64_t action[4] = {0}, none = 0;

	SYSCALL(__NR_rt_sigaction, SIGABRT, action, 0, 8, 0, 0);
	SYSCALL(__NR_rt_sigprocmask, 2, &none, 0, 8, 0, 0);
	SYSCALL(__NR_tgkill, pid, tid, SIGABRT, 0, 0, 0);
	sys_exit_group(128 + SIGABRT);
}

void hook_log(const char *bytes, size_t n)
{
	if (log_divert)
		log_divert(bytes, n);
	else
		log_write(bytes, n);
}

void hook_fatal(const char *message, size_t n)
{
	log_refuse(LOG_NOT_HOOKED, "%.*s", (int)n, message);
}
