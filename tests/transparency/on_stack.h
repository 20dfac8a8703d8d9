/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* A system call made with the stack pointer anywhere. */
#ifndef ON_STACK_H
#define ON_STACK_H

/* For numbers without arguments. */
static inline long call_with_rsp(long nr, char *rsp)
{
	register long rax __asm__("rax") = nr;

	__asm__ volatile("mov %%rsp, %%rbx\n\t"
			 "mov %[rsp], %%rsp\n\t"
			 "syscall\n\t"
			 "xchg %%rsp, %%rbx"
			 : "+r"(rax)
			 : [rsp] "r"(rsp)
			 : "rbx", "rcx", "r11", "memory");
	return rax;
}

#endif
