/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * A system call made with the stack pointer anywhere. Its number is loaded
 * between: an instruction that may be moved, unlike that which changes rsp.
 */
#ifndef ON_STACK_H
#define ON_STACK_H

static volatile long on_stack_number;

/* For numbers without arguments. */
static inline long call_with_rsp(long nr, char *rsp)
{
	long rax;

	on_stack_number = nr;
	__asm__ volatile("mov %%rsp, %%rbx\n\t"
			 "mov %[rsp], %%rsp\n\t"
			 "mov %[nr], %%rax\n\t"
			 "syscall\n\t"
			 "xchg %%rsp, %%rbx"
			 : "=&a"(rax)
			 : [rsp] "r"(rsp), [nr] "m"(on_stack_number)
			 : "rbx", "rcx", "r11", "memory");
	return rax;
}

#endif
