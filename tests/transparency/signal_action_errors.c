/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * What rt_sigaction refuses, and what it leaves as it was then. Fails without
 * signals_action() (signals.c) letting the kernel judge the call before it
 * looks at the action, SIGSEGV and SIGBUS included.
 */
#define _GNU_SOURCE
#include "sig.h"

static void on_signal(int sig, siginfo_t *info, void *context)
{
	(void)sig, (void)info, (void)context;
}

static long action(int sig, const void *act, void *old, long size)
{
	return raw6(SYS_rt_sigaction, sig, (long)act, (long)old, size, 0, 0);
}

int main(void)
{
	static const int signals[] = {SIGUSR1, SIGSEGV, SIGBUS, SIGSYS, 64};
	struct kernel_action act = kernel_action(on_signal, 0), old;
	void *bad = unmapped();

	CHECK(action(SIGKILL, &act, NULL, 8) == -EINVAL);
	CHECK(action(SIGSTOP, &act, NULL, 8) == -EINVAL);
	CHECK(action(SIGKILL, NULL, &old, 8) == 0 && !old.handler);
	CHECK(action(SIGSTOP, NULL, &old, 8) == 0 && !old.handler);
	CHECK(action(0, NULL, &old, 8) == -EINVAL);
	CHECK(action(65, &act, &old, 8) == -EINVAL);
	CHECK(action(-1, &act, &old, 8) == -EINVAL);
	CHECK(action(0x7fffffff, &act, &old, 8) == -EINVAL);
	for (size_t i = 0; i < sizeof(signals) / sizeof(signals[0]); i++) {
		int sig = signals[i];

		for (long size = 0; size <= 128; size += size < 16 ? 1 : 8)
			if (size != 8)
				CHECK(action(sig, &act, NULL, size) == -EINVAL);
		CHECK(action(sig, bad, NULL, 8) == -EFAULT);
		CHECK(action(sig, NULL, &old, 8) == 0 && !old.handler);
	}
	puts("done");
	return failed;
}
