/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * sa_mask holds other signals back while a handler runs; without it handlers
 * of different signals nest. The mask seen inside is the one that the kernel
 * sets. Fails without sigmask_enter() (sigmask.c) for SIGSEGV, and without
 * keep()'s full mask (signals.c) for what arrives while a handler of ours runs.
 */
#define _GNU_SOURCE
#include "sig.h"

static char order[64];
static volatile sig_atomic_t at;
static uint64_t inside;

static void on_inner(int sig, siginfo_t *info, void *context)
{
	(void)sig, (void)info, (void)context;
	order[at++] = 'i';
	getppid();
}

static void on_outer(int sig, siginfo_t *info, void *context)
{
	(void)sig, (void)info, (void)context;
	order[at++] = '(';
	inside = blocked();
	kill(getpid(), SIGUSR2);
	kill(getpid(), SIGSEGV);
	order[at++] = ')';
}

static void run(int outer, uint64_t mask)
{
	struct sigaction act = {.sa_sigaction = on_outer,
				.sa_flags = SA_SIGINFO};

	for (int sig = 1; sig < 65; sig++)
		if (mask & bit(sig))
			sigaddset(&act.sa_mask, sig);
	sigaction(outer, &act, NULL);
	handle(SIGUSR2, on_inner, 0);
	handle(SIGSEGV, on_inner, 0);
	memset(order, 0, sizeof(order));
	at = 0;
	kill(getpid(), outer);
	printf("%s %lx %lx\n", order, inside, blocked());
}

int main(void)
{
	run(SIGUSR1, 0);
	run(SIGUSR1, bit(SIGUSR2));
	run(SIGUSR1, bit(SIGSEGV));
	run(SIGUSR1, bit(SIGSEGV) | bit(SIGUSR2) | bit(SIGBUS));
	run(SIGBUS, 0);
	run(SIGBUS, bit(SIGUSR2) | bit(SIGSEGV));
	return failed;
}
