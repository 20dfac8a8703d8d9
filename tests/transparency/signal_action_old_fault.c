/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * rt_sigaction whose old action cannot be told: EFAULT, but the new one is
 * installed. Fails without signals_action() (signals.c) putting signal_entry
 * in front of it in this case too: a fault of the library's own then ends in
 * the program's handler.
 */
#define _GNU_SOURCE
#include "sig.h"

static volatile sig_atomic_t calls;

static void on_signal(int sig, siginfo_t *info, void *context)
{
	(void)sig, (void)info, (void)context;
	if (++calls == 1000)
		_exit(1);
}

int main(void)
{
	static const int signals[] = {SIGUSR2, SIGSEGV, SIGBUS, SIGSYS, 40};
	char *nowhere = unmapped();

	for (size_t i = 0; i < sizeof(signals) / sizeof(signals[0]); i++) {
		struct kernel_action act = kernel_action(on_signal, SA_SIGINFO);
		struct kernel_action old;
		int sig = signals[i];

		CHECK(raw6(SYS_rt_sigaction, sig, (long)&act, (long)nowhere, 8,
			   0, 0) == -EFAULT);
		CHECK(raw6(SYS_rt_sigaction, sig, 0, (long)&old, 8, 0, 0) == 0);
		CHECK(memcmp(&old, &act, sizeof(old)) == 0);
		kill(getpid(), sig);
		CHECK(write(-1, nowhere, 16) == -1);
		printf("%d: %d\n", sig, calls);
	}
	return failed;
}
