/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * A program that single-steps itself over a system call by the trap flag: each
 * step is a SIGTRAP, and it comes out behind with the right result, and goes on
 * stepping. Fails when sigcontext_show() (sigcontext.c) shows steps the call
 * site too: the step would be made again and again; and when the trap flag is
 * taken for a debugger's.
 */
#define _GNU_SOURCE
#include "sig.h"

static volatile long steps;

static void on_trap(int sig, siginfo_t *info, void *context)
{
	(void)sig, (void)context;
	steps += info->si_code == TRAP_TRACE || info->si_code == TRAP_BRKPT;
	if (steps > 20000000)
		_exit(3);
}

int main(void)
{
	pid_t parent = getppid();

	handle(SIGTRAP, on_trap, 0);
	for (int i = 0; i < 3; i++) {
		long ret, inside, flags;

		steps = 0;
		__asm__ volatile("pushfq\n\t"
				 "orq $0x100, (%%rsp)\n\t"
				 "popfq\n\t"
				 "mov $110, %%eax\n\t" /* getppid */
				 "syscall\n\t"
				 "nop\n\t"
				 "pushfq\n\t"
				 "mov (%%rsp), %1\n\t"
				 "andq $~0x100, (%%rsp)\n\t"
				 "popfq\n\t"
				 "pushfq\n\t"
				 "pop %2"
				 : "=&a"(ret), "=&r"(inside), "=r"(flags)
				 :
				 : "rcx", "r11", "memory", "cc");
		CHECK(ret == parent);
		CHECK(steps >= 5);
		CHECK((inside & 0x100) != 0);
		CHECK((flags & 0x100) == 0);
	}
	CHECK(getppid() == parent);
	puts("done");
	return failed;
}
