/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * A system call made by an instruction of the target itself: no libc function
 * in between, errno not involved.
 */
#ifndef RAW_H
#define RAW_H

static inline long raw6(long nr, long a, long b, long c, long d, long e, long f)
{
	register long rax __asm__("rax") = nr;
	register long rdi __asm__("rdi") = a;
	register long rsi __asm__("rsi") = b;
	register long rdx __asm__("rdx") = c;
	register long r10 __asm__("r10") = d;
	register long r8 __asm__("r8") = e;
	register long r9 __asm__("r9") = f;

	__asm__ volatile("syscall"
			 : "+r"(rax)
			 : "r"(rdi), "r"(rsi), "r"(rdx), "r"(r10), "r"(r8),
			   "r"(r9)
			 : "rcx", "r11", "memory", "cc");
	return rax;
}

static inline long raw3(long nr, long a, long b, long c)
{
	return raw6(nr, a, b, c, 0, 0, 0);
}

static inline long raw0(long nr)
{
	return raw6(nr, 0, 0, 0, 0, 0, 0);
}

#endif
