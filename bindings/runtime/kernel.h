/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * System calls that the interpreter side makes for itself. From any context.
 */
#ifndef KERNEL_H
#define KERNEL_H

#include <asm/unistd.h>

#include "hooks/hook.h"

/* kernel_call(read, fd, buf, n): with up to six arguments; the others are 0.
 * The result, or -errno. */
#define kernel_call(name, ...)                                                 \
	kernel_make(__NR_##name, (const uint64_t[6]){__VA_ARGS__})

static inline long kernel_make(uint64_t nr, const uint64_t a[6])
{
	const struct SyscallRegs r = {
		.rax = nr,
		.rdi = a[0],
		.rsi = a[1],
		.rdx = a[2],
		.r10 = a[3],
		.r8 = a[4],
		.r9 = a[5],
	};

	return hook_raw(&r);
}

#define kernel_pointer(p) ((uint64_t)(uintptr_t)(p))

#endif
