/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * A call with a number that is not even an address, made at an odd address
 * with the alignment check on: the kernel's answer comes back. Fails when
 * faults.c's is_wild_number reads the call site's two bytes as one word.
 */
#include "check.h"

#define AC 0x40000ul

static long call(unsigned long nr, unsigned long flags)
{
	register unsigned long r10 __asm__("r10") = flags | 0x202;
	static volatile unsigned long number;
	unsigned long rax;

	number = nr;
	__asm__ volatile("lea -128(%%rsp), %%rsp\n\t"
			 "push %%r10\n\t"
			 "popfq\n\t"
			 ".p2align 4\n\t"
			 ".skip 10, 0x90\n\t"
			 "mov %[nr], %%rax\n\t" /* seven bytes */
			 "syscall\n\t"
			 "push $0x202\n\t"
			 "popfq\n\t"
			 "lea 128(%%rsp), %%rsp"
			 : "=&a"(rax)
			 : "r"(r10), [nr] "m"(number)
			 : "rcx", "r11", "memory", "cc");
	return (long)rax;
}

int main(void)
{
	printf("%ld\n", call(0x7ffful << 48 | 500, 0));
	printf("%ld\n", call(0x7ffful << 48 | 500, AC));
	return verdict();
}
