/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * A handler of SIGUSR1, and one of SIGUSR2 that comes when the former is about
 * to run: it finds the program at the former's first instruction, with its
 * arguments. At last it leaves by siglongjmp.
 */
#define _GNU_SOURCE
#include <setjmp.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <ucontext.h>
#include <unistd.h>

static sigjmp_buf back;
static volatile sig_atomic_t first, second, right, leaves;

static void on_first(int sig)
{
	first += sig == SIGUSR1;
	getppid();
}

static void on_second(int sig, siginfo_t *info, void *context)
{
	const ucontext_t *uc = context;
	const greg_t *regs = uc->uc_mcontext.gregs;

	(void)sig;
	(void)info;
	second++;
	right += regs[REG_RIP] == (greg_t)(uintptr_t)on_first &&
		 (int)regs[REG_RDI] == SIGUSR1 && regs[REG_RSP] % 16 == 8 &&
		 sigismember(&uc->uc_sigmask, SIGUSR1) == 1;
	getppid();
	if (leaves)
		siglongjmp(back, 1);
}

int main(void)
{
	struct sigaction action = {.sa_handler = on_first};

	sigaction(SIGUSR1, &action, NULL);
	action.sa_sigaction = on_second;
	action.sa_flags = SA_SIGINFO;
	sigaction(SIGUSR2, &action, NULL);
	for (volatile int i = 0; i < 40; i++) {
		leaves = i % 4 == 3;
		if (sigsetjmp(back, 1) == 0)
			kill(getpid(), SIGUSR1);
	}
	printf("%d %d %d\n", first, second, right);
	return 0;
}
