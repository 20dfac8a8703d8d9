/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * What a handler writes into the context takes effect: registers, flags, rip,
 * mask, vector registers, for a fault and for a signal within a call. Fails
 * when sigcontext_restore puts the real registers back without a comparison.
 */
#define _GNU_SOURCE
#include <signal.h>
#include <stdint.h>
#include <string.h>
#include <ucontext.h>
#include <unistd.h>

#include "check.h"

static void on_ill(int sig, siginfo_t *info, void *context)
{
	ucontext_t *u = context;
	greg_t *reg = u->uc_mcontext.gregs;

	(void)sig;
	(void)info;
	CHECK(getppid() > 0);
	reg[REG_RIP] += 2; /* past ud2 */
	reg[REG_RBX] = reg[REG_RBX] * 3;
	reg[REG_R11] = 11;
	reg[REG_RCX] = 22;
	reg[REG_EFL] |= 1;
	u->uc_mcontext.fpregs->_xmm[7].element[0] = 77;
	u->uc_mcontext.fpregs->mxcsr = 0x3f80;
	sigaddset(&u->uc_sigmask, SIGUSR2);
}

static void on_user(int sig, siginfo_t *info, void *context)
{
	ucontext_t *u = context;
	greg_t *reg = u->uc_mcontext.gregs;

	(void)sig;
	(void)info;
	CHECK(getppid() > 0);
	reg[REG_RAX] = 4711;
	reg[REG_R12] = 12;
	reg[REG_RDX] += 1;
	u->uc_mcontext.fpregs->_xmm[6].element[0] = 66;
}

static void fault(void)
{
	unsigned long rbx = 5, r11, rcx, carry, xmm7;
	unsigned int mxcsr, usual = 0x1f80;
	sigset_t set;

	__asm__ volatile("clc\n\t"
			 "ud2\n\t"
			 "sbb %[carry], %[carry]\n\t"
			 "movq %%xmm7, %[xmm7]\n\t"
			 "stmxcsr %[mxcsr]\n\t"
			 "ldmxcsr %[usual]\n\t"
			 "mov %%r11, %[r11]"
			 : "+b"(rbx),
			   "=c"(rcx), [carry] "=&d"(carry), [xmm7] "=&S"(xmm7),
			   [r11] "=&D"(r11), [mxcsr] "=m"(mxcsr)
			 : [usual] "m"(usual)
			 : "r11", "xmm7", "cc", "memory");
	printf("%lu %lu %lu %ld %lu %#x\n", rbx, r11, rcx, (long)carry,
	       xmm7 & 0xffffffff, mxcsr);
	sigprocmask(SIG_SETMASK, NULL, &set);
	CHECK(sigismember(&set, SIGUSR2));
	sigemptyset(&set);
	sigprocmask(SIG_SETMASK, &set, NULL);
}

static void within_call(void)
{
	register unsigned long r12 __asm__("r12") = 1;
	unsigned long rax = 62, rdx = 10, xmm6;

	__asm__ volatile("syscall\n\t"
			 "movq %%xmm6, %[xmm6]"
			 : "+a"(rax), "+r"(r12), "+d"(rdx), [xmm6] "=r"(xmm6)
			 : "D"(getpid()), "S"(SIGUSR1)
			 : "rcx", "r11", "xmm6", "memory");
	printf("%lu %lu %lu %lu\n", rax, r12, rdx, xmm6 & 0xffffffff);
}

int main(void)
{
	struct sigaction ill = {.sa_sigaction = on_ill, .sa_flags = SA_SIGINFO};
	struct sigaction user = {.sa_sigaction = on_user,
				 .sa_flags = SA_SIGINFO};

	sigaction(SIGILL, &ill, NULL);
	sigaction(SIGUSR1, &user, NULL);
	for (int i = 0; i < 4; i++) {
		fault();
		within_call();
	}
	return verdict();
}
