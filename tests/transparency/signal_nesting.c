/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Signals of different numbers that interrupt one another's handlers, eight
 * deep, each handler making calls before and after. Fails without guard_lower()
 * in hook_stack.c.
 */
#define _GNU_SOURCE
#include "sig.h"

static char order[64];
static volatile sig_atomic_t at;

static void on_signal(int sig, siginfo_t *info, void *context)
{
	const ucontext_t *uc = context;

	CHECK(info->si_pid == getpid() && info->si_signo == sig);
	CHECK(sigismember(&uc->uc_sigmask, sig - 1) == (sig > SIGRTMIN));
	order[at++] = (char)('a' + sig - SIGRTMIN);
	if (sig < SIGRTMIN + 7)
		kill(getpid(), sig + 1);
	order[at++] = (char)('A' + sig - SIGRTMIN);
}

int main(void)
{
	for (int i = 0; i < 8; i++)
		handle(SIGRTMIN + i, on_signal, 0);
	for (int i = 0; i < 20; i++) {
		at = 0;
		kill(getpid(), SIGRTMIN);
		CHECK(at == 16 && strcmp(order, "abcdefghHGFEDCBA") == 0);
		CHECK(blocked() == 0);
	}
	puts(order);
	return failed;
}
