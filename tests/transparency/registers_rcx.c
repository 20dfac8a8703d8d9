/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * After a call rcx is the address behind it and r11 the flags, as the kernel
 * leaves them, for a number that is asked for and one that is not, for read
 * (0), and for one that no call has, known at the call site or not. Fails
 * without `mov (%rsp),%rcx` in the gate's cells, without `lea back,%rcx` in
 * either stub, when entry_call leaves another r11, without is_wild_number.
 */
#include <stdio.h>

#include "check.h"

#define FLAGS 0x40cd5ul

static volatile unsigned long number;

/* The call with the number that load, an instruction of seven bytes, puts into
 * rax; the site at an even or odd address. */
#define PROBE(flags, load, odd)                                                \
	do {                                                                   \
		register unsigned long r10 __asm__("r10") = (flags) | 0x202;   \
		unsigned long rax, rcx, r11, behind;                           \
                                                                               \
		__asm__ volatile(                                              \
			"lea -128(%%rsp), %%rsp\n\t"                           \
			"push %%r10\n\t"                                       \
			"popfq\n\t"                                            \
			".p2align 4\n\t"                                       \
			".skip 9 + " odd ", 0x90\n\t" load "\n\t"              \
			"syscall\n"                                            \
			"1:\tpush $0x202\n\t"                                  \
			"popfq\n\t"                                            \
			"mov %%r11, %[r11]\n\t"                                \
			"lea 1b(%%rip), %[behind]\n\t"                         \
			"lea 128(%%rsp), %%rsp"                                \
			: "=&a"(rax),                                          \
			  "=c"(rcx), [r11] "=r"(r11), [behind] "=r"(behind)    \
			: "r"(r10), [nr] "m"(number), "D"(-1L), "S"(0), "d"(0) \
			: "r11", "memory", "cc");                              \
		CHECK(rcx == behind);                                          \
		CHECK((r11 & FLAGS) == (flags));                               \
		CHECK((r11 & 0x202) == 0x202);                                 \
	} while (0)

/* The instruction at an even and at an odd address: with AC set it matters. */
static void variable(unsigned long nr, unsigned long flags)
{
	number = nr;
	PROBE(flags, "mov %[nr], %%rax", "0");
	PROBE(flags, "mov %[nr], %%rax", "1");
}

#define CONSTANT(flags, nr)                                                    \
	do {                                                                   \
		PROBE(flags, "mov $" nr ", %%rax", "0");                       \
		PROBE(flags, "mov $" nr ", %%rax", "1");                       \
	} while (0)

static void constant(unsigned long flags)
{
	CONSTANT(flags, "39");
	CONSTANT(flags, "0");
	CONSTANT(flags, "24");
	CONSTANT(flags, "508");
	CONSTANT(flags, "4095");
	CONSTANT(flags, "-1");
}

int main(void)
{
	/* getpid, read, sched_yield, ioctl, two that do not exist, wild */
	static const unsigned long numbers[] = {
		39, 0, 24, 16, 508, 4095, 1ul << 40 | 39, -1ul,
	};

	static const unsigned long flags[] = {0, 0x8d5, 0x400, 0x40000, FLAGS};

	for (size_t k = 0; k < sizeof(flags) / sizeof(flags[0]); k++) {
		for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]);
		     i++)
			variable(numbers[i], flags[k]);
		constant(flags[k]);
	}
	return verdict();
}
