/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Syscall User Dispatch as it is used without a gate: every call from elsewhere
 * than this file raises SIGSYS, and the handler makes it.
 */
#define _GNU_SOURCE
#include "plain_sud.h"

#include <signal.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <ucontext.h>
#include <unistd.h>

extern const char plain_start[], plain_end[];
long plain_call(long a, long b, long c, long d, long e, long f, long nr);
void plain_restorer(void);

__asm__(".text\n"
	"plain_start:\n"
	"plain_call:\n"
	"	mov	%rcx, %r10\n"
	"	mov	8(%rsp), %rax\n"
	"	syscall\n"
	"	ret\n"
	"plain_restorer:\n"
	"	mov	$15, %eax\n"
	"	syscall\n"
	"	ud2\n" /* what counts is the address behind the call */
	"plain_end:\n");

static void on_sys(int sig, siginfo_t *info, void *context)
{
	greg_t *regs = ((ucontext_t *)context)->uc_mcontext.gregs;

	(void)sig, (void)info;
	regs[REG_RAX] = plain_call(regs[REG_RDI], regs[REG_RSI], regs[REG_RDX],
				   regs[REG_R10], regs[REG_R8], regs[REG_R9],
				   regs[REG_RAX]);
}

int plain_sud_arm(void)
{
	const struct {
		void (*handler)(int, siginfo_t *, void *);
		unsigned long flags;
		void (*restorer)(void);
		unsigned long mask;
	} act = {on_sys, SA_SIGINFO | 0x04000000, plain_restorer, 0};

	if (syscall(SYS_rt_sigaction, SIGSYS, &act, NULL, 8))
		return -1;
	return prctl(PR_SET_SYSCALL_USER_DISPATCH, PR_SYS_DISPATCH_ON,
		     plain_start, plain_end - plain_start, 0);
}
