/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Real-time signals come in the order of their numbers and, within one, as
 * they were sent, none lost; standard ones come once. Holds by the kernel's
 * queue: a signal that is kept is sent to it again. Fails when more than one
 * is kept, or one is sent on without its siginfo.
 */
#define _GNU_SOURCE
#include "sig.h"

static char text[4096];
static volatile int used, count;

static void on_signal(int sig, siginfo_t *info, void *context)
{
	(void)context;
	if (used < 4000)
		used += snprintf(text + used, 20, " %d:%d", sig,
				 info->si_value.sival_int);
	count++;
}

int main(void)
{
	const int signals[] = {SIGRTMIN + 2, SIGRTMIN, SIGRTMAX, SIGUSR1,
			       SIGRTMIN + 1};
	const uint64_t all = ~0ul;

	mask_call(SIG_SETMASK, all);
	for (int i = 0; i < 5; i++) {
		struct sigaction act = {.sa_sigaction = on_signal,
					.sa_flags = SA_SIGINFO};

		sigfillset(&act.sa_mask);
		sigaction(signals[i], &act, NULL);
		for (int j = 0; j < 10; j++)
			sigqueue(getpid(), signals[i],
				 (union sigval){.sival_int = j});
	}
	CHECK(count == 0);
	mask_call(SIG_SETMASK, 0);
	printf("%d:%s\n", count, text);

	/* sent and taken one by one */
	used = count = 0;
	for (int j = 0; j < 40; j++)
		sigqueue(getpid(), SIGRTMIN, (union sigval){.sival_int = j});
	printf("%d:%s\n", count, text);
	return failed;
}
