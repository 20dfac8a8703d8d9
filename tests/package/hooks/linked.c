/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* A program that hooks its own calls: linked to the library, not preloaded. */
#include <stdio.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <zpoline.h>

__attribute__((target("general-regs-only"))) static int
on_getppid(struct SyscallRegs *regs, void *arg)
{
	regs->rax = *(const unsigned int *)arg;
	return ZPOLINE_ANSWER;
}

int main(void)
{
	unsigned int answer = 4711;

	if (zpoline_hook(SYS_getppid, on_getppid, &answer) != 0)
		return 1;
	printf("answered %d\n", getppid());
	return 0;
}
