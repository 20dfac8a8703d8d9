/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * A call through a null pointer, whichever register holds it and whatever rax
 * is: SIGSEGV at rip 0, address 0, the return address on top of the stack,
 * the other registers the program's (but rcx and r11, which the gate spends),
 * the mask and the flags too. A handler comes out with siglongjmp. Fails
 * without dispatch.c's look at the call site, show_null_call's stack pointer,
 * or sigmask.c's record of what is blocked.
 */
#define _GNU_SOURCE
#include <setjmp.h>
#include <signal.h>
#include <stdint.h>
#include <string.h>
#include <ucontext.h>
#include <unistd.h>

#include "check.h"

static sigjmp_buf out;
static uint64_t before, top;
static int which;

static void on_segv(int sig, siginfo_t *info, void *context)
{
	static const int kept[] = {
		REG_RBX, REG_RBP, REG_R8,  REG_R9,  REG_R10, REG_R12,
		REG_R13, REG_R14, REG_R15, REG_RDI, REG_RSI, REG_RDX,
	};
	const ucontext_t *u = context;
	const greg_t *reg = u->uc_mcontext.gregs;
	uint64_t back;

	CHECK(sig == SIGSEGV && info->si_addr == NULL);
	printf("%d: rip %lld, code %d\n", which, reg[REG_RIP], info->si_code);
	memcpy(&back, (void *)(uintptr_t)reg[REG_RSP], 8);
	CHECK(back == before);
	CHECK((uint64_t)reg[REG_RSP] == top - 8);
	for (size_t i = 0; i < sizeof(kept) / sizeof(kept[0]); i++)
		if (reg[kept[i]])
			CHECK(reg[kept[i]] == 0x1000 + kept[i]);
	CHECK((reg[REG_EFL] & 0xcd5) == 0x4d5);
	CHECK(sigismember(&u->uc_sigmask, SIGUSR1));
	CHECK(!sigismember(&u->uc_sigmask, SIGSEGV));
	siglongjmp(out, 1);
}

#define SET(r, n) "mov $0x1000+" #n ", %%" #r "\n\t"
/* gregs' order: r8 to r15, rdi, rsi, rbp, rbx, rdx, rax */
#define SET_ALL                                                                \
	SET(r8, 0)                                                             \
	SET(r9, 1)                                                             \
	SET(r10, 2)                                                            \
	SET(r12, 4)                                                            \
	SET(r13, 5)                                                            \
	SET(r14, 6)                                                            \
	SET(r15, 7)                                                            \
	SET(rdi, 8)                                                            \
	SET(rsi, 9) SET(rbp, 10) SET(rbx, 11) SET(rdx, 12) SET(rcx, 14)

/* Does not return; all of it is put right by siglongjmp. */
#define THROUGH(r, number)                                                     \
	do {                                                                   \
		which++;                                                       \
		if (sigsetjmp(out, 1) == 0)                                    \
			__asm__ volatile("lea 1f(%%rip), %%rax\n\t"            \
					 "mov %%rax, %0\n\t"                   \
					 "mov %%rsp, %1\n\t" SET_ALL           \
					 "mov $" #number ", %%rax\n\t"         \
					 "mov $0, %%" #r "\n\t"                \
					 "push $0x6d7\n\t"                     \
					 "popfq\n\t"                           \
					 "call *%%" #r "\n"                    \
					 "1:\tud2"                             \
					 : "=m"(before), "=m"(top)             \
					 :                                     \
					 : "memory", "rax");                   \
		__asm__ volatile("cld");                                       \
	} while (0)

int main(void)
{
	struct sigaction act = {.sa_sigaction = on_segv,
				.sa_flags = SA_SIGINFO};
	sigset_t set;

	sigaction(SIGSEGV, &act, NULL);
	sigemptyset(&set);
	sigaddset(&set, SIGUSR1);
	sigprocmask(SIG_BLOCK, &set, NULL);
	for (volatile int round = 0; round < 3; round++) {
		THROUGH(rax, 0);
		THROUGH(rbx, 39);
		THROUGH(rcx, 39);
		THROUGH(rdx, 1);
		THROUGH(rsi, -1);
		THROUGH(rdi, 0x7fffffff);
		THROUGH(rbp, 39);
		THROUGH(r8, 39);
		THROUGH(r9, 231);
		THROUGH(r10, 60);
		THROUGH(r11, 500);
		THROUGH(r12, 15);
		THROUGH(r13, 56);
		THROUGH(r14, 57);
		THROUGH(r15, 0);
		CHECK(getppid() > 0);
	}
	sigprocmask(SIG_SETMASK, NULL, &set);
	CHECK(sigismember(&set, SIGUSR1) && !sigismember(&set, SIGSEGV));
	return verdict();
}
