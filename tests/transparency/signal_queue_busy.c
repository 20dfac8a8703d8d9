/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Real-time signals that a thread queues to another, which makes calls without
 * end, come in their order, each once, with their values. Fails when one that
 * arrived in a hook is queued again, behind those that came later.
 */
#define _GNU_SOURCE
#include <pthread.h>
#include <sched.h>

#include "sig.h"

#define COUNT 4000

static volatile sig_atomic_t next, out_of_order;
static pthread_t receiver;

static void on_signal(int sig, siginfo_t *info, void *context)
{
	(void)sig, (void)context;
	if (info->si_value.sival_int != next)
		out_of_order = 1;
	next++;
}

static void *send_all(void *unused)
{
	sigset_t all;

	(void)unused;
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, NULL);
	for (int i = 0; i < COUNT;) {
		union sigval value = {.sival_int = i};

		if (pthread_sigqueue(receiver, SIGRTMIN, value) == 0)
			i++;
		while (i - next > 200)
			sched_yield();
	}
	return NULL;
}

int main(void)
{
	time_t end = time(NULL) + 20;
	pthread_t sender;

	receiver = pthread_self();
	handle(SIGRTMIN, on_signal, SA_RESTART);
	pthread_create(&sender, NULL, send_all, NULL);
	while (next < COUNT && time(NULL) < end)
		getppid();
	pthread_join(sender, NULL);
	CHECK(next == COUNT && !out_of_order);
	return failed;
}
