/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * The program's memory, at addresses that may be bad: a fault is expected and
 * faults.c lets it go on at the function's way out (memory.S). Callable from
 * any context in which SIGSEGV and SIGBUS are not blocked in the kernel's
 * eyes (sigmask.h).
 */
#ifndef MEMORY_H
#define MEMORY_H

#include <stddef.h>
#include <stdint.h>

/* Copy n bytes from or to the program's memory. The bytes that could be
 * copied, from the start. */
size_t memory_copy_in(void *dst, uintptr_t src, size_t n);
size_t memory_copy_out(uintptr_t dst, const void *src, size_t n);

/* The same of a string: no further than its NUL, or n bytes. */
size_t memory_copy_string(char *dst, uintptr_t src, size_t n);

/* The word at addr. 0, or -EFAULT. */
int memory_peek(uintptr_t addr, uint64_t *word);

/* Faults would be noticed, or would kill. From now on the kernel copies, for
 * the price of two system calls. The second function: only in threads that
 * block one of our signals in the kernel. */
void memory_avoid_faults(void);
void memory_avoid_blocked_faults(void);

/*
 * Run fn(arg), which reads and writes where another thread or process may take
 * memory away: a file's that is cut short, a mapping's. Returns 0, or -EFAULT:
 * it has met a fault and was left right there. One thread at a time, with the
 * lock on what is common held; nested is well. Needs no kernel's help, so it is
 * for where faults are not expected.
 */
int memory_try(void (*fn)(void *), void *arg);

/* The stack pointer in memory_try() that a fault at rip, with the stack pointer
 * at rsp, leads back to; 0: it belongs to none. For faults.c. */
uintptr_t memory_tried(uintptr_t rip, uintptr_t rsp);

/* In memory.S. A copy that may fault, for memory.c: at _bytes, and goes on at
 * _failed then. */
size_t memory_copy(void *dst, const void *src, size_t n);
extern const char memory_copy_bytes[], memory_copy_failed[];

/* fn(arg), with the stack pointer here at *sp: who finds a fault on the way may
 * go on at _failed with that one. Returns 0, or -EFAULT. */
int memory_attempt(void (*fn)(void *), void *arg, uintptr_t *sp);
extern const char memory_attempt_failed[];

#endif
