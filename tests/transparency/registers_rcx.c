/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * After a call rcx is the address behind it and r11 the flags, as the kernel
 * leaves them, for a number that is asked for and one that is not, for read
 * (0), and for one that no call has. Fails without `mov (%rsp),%rcx` in the
 * gate's cells, when entry_call leaves another r11, without is_wild_number.
 */
#include <stdio.h>

#include "check.h"

#define FLAGS 0x40cd5ul

__attribute__((always_inline)) static inline void
probe(unsigned long nr, unsigned long flags, int odd)
{
	register unsigned long r10 __asm__("r10") = flags | 0x202;
	unsigned long rax = nr, rcx, r11, behind;

	__asm__ volatile("lea -128(%%rsp), %%rsp\n\t"
			 "push %%r10\n\t"
			 "popfq\n\t"
			 ".p2align 4\n\t"
			 ".skip %c[odd], 0x90\n\t"
			 "syscall\n"
			 "1:\tpush $0x202\n\t"
			 "popfq\n\t"
			 "mov %%r11, %[r11]\n\t"
			 "lea 1b(%%rip), %[behind]\n\t"
			 "lea 128(%%rsp), %%rsp"
			 : "+a"(rax),
			   "=c"(rcx), [r11] "=r"(r11), [behind] "=r"(behind)
			 : "r"(r10), [odd] "i"(odd), "D"(-1L), "S"(0), "d"(0)
			 : "r11", "memory", "cc");
	CHECK(rcx == behind);
	CHECK((r11 & FLAGS) == flags);
	CHECK((r11 & 0x202) == 0x202);
}

/* The instruction at an even and at an odd address: with AC set it matters. */
static void even(unsigned long nr, unsigned long flags)
{
	probe(nr, flags, 0);
}

static void odd(unsigned long nr, unsigned long flags)
{
	probe(nr, flags, 1);
}

int main(void)
{
	/* getpid, read, sched_yield, ioctl, two that do not exist, wild */
	static const unsigned long numbers[] = {
		39, 0, 24, 16, 508, 4095, 1ul << 40 | 39, -1ul,
	};

	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
		even(numbers[i], 0), odd(numbers[i], 0);
		even(numbers[i], 0x8d5), odd(numbers[i], 0x8d5);
		even(numbers[i], 0x400), odd(numbers[i], 0x400);
		even(numbers[i], 0x40000), odd(numbers[i], 0x40000);
		even(numbers[i], FLAGS), odd(numbers[i], FLAGS);
	}
	return verdict();
}
