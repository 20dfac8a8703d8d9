/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * rt_sigaction gives back, for every signal, what was set: handler, flags with
 * SA_RESTORER, restorer, mask. Fails without the exchange of signal_entry for
 * the program's handler in signals_action() (signals.c).
 */
#define _GNU_SOURCE
#include "sig.h"

static void on_signal(int sig, siginfo_t *info, void *context)
{
	(void)sig, (void)info, (void)context;
}

static long action(int sig, const void *act, void *old)
{
	return raw6(SYS_rt_sigaction, sig, (long)act, (long)old, 8, 0, 0);
}

int main(void)
{
	static const unsigned long flags[] = {SA_SIGINFO,
					      SA_RESTART | SA_NODEFER,
					      SA_ONSTACK | SA_RESETHAND, 0};
	const uint64_t never = bit(SIGKILL) | bit(SIGSTOP);

	const struct kernel_action libc = kernel_action(on_signal, 0);
	const struct kernel_action none = {.handler = SIG_DFL};

	action(SIGUSR1, &none, NULL);

	for (int sig = 1; sig <= 64; sig++) {
		struct kernel_action before, old, set = {.handler = NULL};

		if (sig == SIGKILL || sig == SIGSTOP)
			continue;
		CHECK(action(sig, NULL, &before) == 0);
		CHECK(before.handler == NULL && before.mask == 0);
		CHECK(before.flags == 0 && before.restorer == NULL);
		for (size_t i = 0; i < 4; i++) {
			before = set; /* all 0 at first */
			set.handler = (void *)on_signal;
			set.flags = flags[i] | 0x04000000;
			set.restorer = libc.restorer;
			set.mask = ~0ul << i & ~never;
			CHECK(action(sig, &set, &old) == 0);
			CHECK(memcmp(&old, &before, sizeof(old)) == 0);
			CHECK(action(sig, NULL, &old) == 0);
			CHECK(memcmp(&old, &set, sizeof(old)) == 0);
		}
		set = (struct kernel_action){.handler = SIG_IGN, .mask = 4};
		before = old;
		CHECK(action(sig, &set, &old) == 0);
		CHECK(memcmp(&old, &before, sizeof(old)) == 0);
		CHECK(action(sig, NULL, &old) == 0);
		CHECK(memcmp(&old, &set, sizeof(old)) == 0);
		set.handler = NULL;
		CHECK(action(sig, &set, NULL) == 0);
		CHECK(action(sig, NULL, &old) == 0 && old.handler == NULL);
	}
	puts("64 signals");
	return failed;
}
