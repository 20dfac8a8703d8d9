/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * What the kernel takes out of an action is out of it when read back: SIGKILL
 * and SIGSTOP in the mask, flags that it does not know (so programs find out
 * which it knows). Fails without: installed[] (signals.c) and said[]
 * (faults.c) holding what the kernel holds.
 */
#define _GNU_SOURCE
#include "sig.h"

static void on_signal(int sig, siginfo_t *info, void *context)
{
	(void)sig, (void)info, (void)context;
}

int main(void)
{
	static const int signals[] = {SIGUSR1, SIGSEGV, SIGBUS, SIGSYS, 40};

	for (size_t i = 0; i < sizeof(signals) / sizeof(signals[0]); i++) {
		struct kernel_action act = {.handler = (void *)on_signal,
					    .flags = 0x0ffffff8,
					    .mask = ~0ul};
		int sig = signals[i];

		CHECK(raw6(SYS_rt_sigaction, sig, (long)&act, 0, 8, 0, 0) == 0);
		CHECK(raw6(SYS_rt_sigaction, sig, 0, (long)&act, 8, 0, 0) == 0);
		printf("%d: %lx %lx\n", sig, act.flags, act.mask);
	}
	return failed;
}
