/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * The program's memory, at addresses that may be bad. Callable from any
 * context.
 */
#ifndef MEMORY_H
#define MEMORY_H

#include <stddef.h>
#include <stdint.h>

/* Copy n bytes from or to the program's memory. The bytes that could be
 * copied, from the start. */
size_t memory_copy_in(void *dst, uintptr_t src, size_t n);
size_t memory_copy_out(uintptr_t dst, const void *src, size_t n);

/* The word at addr. 0, or -EFAULT. No system call, but SIGSEGV must not be
 * blocked if addr may be bad. (entry.S; the way out of a fault: faults.c) */
int memory_peek(uintptr_t addr, uint64_t *word);

#endif
