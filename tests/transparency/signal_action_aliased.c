/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * rt_sigaction with the new and the old action in one place. Fails without
 * signals_action() (signals.c) copying the new one before the call is made.
 */
#define _GNU_SOURCE
#include "sig.h"

static volatile sig_atomic_t first, second;

static void on_first(int sig, siginfo_t *info, void *context)
{
	(void)sig, (void)info, (void)context;
	first++;
}

static void on_second(int sig, siginfo_t *info, void *context)
{
	(void)sig, (void)info, (void)context;
	second++;
}

int main(void)
{
	static const int signals[] = {SIGUSR2, SIGSEGV, SIGBUS, SIGSYS, 40};

	alarm(20); /* it may never end */
	for (size_t i = 0; i < sizeof(signals) / sizeof(signals[0]); i++) {
		struct kernel_action act = kernel_action(on_second, SA_SIGINFO);
		int sig = signals[i];

		handle(sig, on_first, 0);
		kill(getpid(), sig);
		CHECK(raw6(SYS_rt_sigaction, sig, (long)&act, (long)&act, 8, 0,
			   0) == 0);
		CHECK(act.handler == (void *)on_first);
		kill(getpid(), sig);
		printf("%d: %d %d\n", sig, first, second);
	}
	return failed;
}
