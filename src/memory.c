/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "memory.h"

#include <linux/uio.h>

#include "syscall.h"

static int by_kernel, never;

void memory_avoid_faults(void)
{
	by_kernel = !never;
}

void memory_avoid_calls(void)
{
	never = 1;
	by_kernel = 0;
}

int memory_may_call(void)
{
	return !never;
}

static size_t ask(long nr, void *here, uintptr_t there, size_t n)
{
	const struct iovec own = {here, n}, other = {(void *)there, n};
	long done = SYSCALL(nr, sys_getpid(), &own, 1, &other, 1, 0);

	return done > 0 ? (size_t)done : 0;
}

size_t memory_copy_in(void *dst, uintptr_t src, size_t n)
{
	if (__builtin_expect(by_kernel, 0))
		return ask(__NR_process_vm_readv, dst, src, n);
	return memory_copy(dst, (const void *)src, n);
}

size_t memory_copy_out(uintptr_t dst, const void *src, size_t n)
{
	if (__builtin_expect(by_kernel, 0))
		return ask(__NR_process_vm_writev, (void *)src, dst, n);
	return memory_copy((void *)dst, src, n);
}

int memory_peek(uintptr_t addr, uint64_t *word)
{
	return memory_copy_in(word, addr, sizeof(*word)) == sizeof(*word)
		       ? 0
		       : -14; /* EFAULT */
}
