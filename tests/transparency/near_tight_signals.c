/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Signals that interrupt system calls before which there is hardly anything:
 * the jump in place of that takes the place of the syscall instruction as well.
 * Fails if a handler's return leads to where that was.
 */
#define _GNU_SOURCE
#include <signal.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#include "check.h"

long tight_call(int how, const void *set, void *old, size_t size);
extern const char tight_site[];

static volatile sig_atomic_t handled;

static void on_alarm(int sig)
{
	(void)sig;
	handled++;
}

static long microseconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static int storm(void)
{
	struct sigaction act = {.sa_handler = on_alarm};
	struct sigevent event = {.sigev_notify = SIGEV_SIGNAL,
				 .sigev_signo = SIGALRM};
	const struct itimerspec often = {{0, 400000}, {0, 400000}};
	long stop = microseconds() + 600000;
	unsigned long mask;
	timer_t timer;

	sigaction(SIGALRM, &act, NULL);
	if (timer_create(CLOCK_MONOTONIC, &event, &timer))
		return 2;
	timer_settime(timer, 0, &often, NULL);
	while (microseconds() < stop)
		for (int i = 0; i < 200; i++)
			if (tight_call(SIG_BLOCK, NULL, &mask, 8) != 0)
				return 3;
	return handled < 10;
}

int main(void)
{
	pid_t child = fork();

	if (!child)
		_exit(storm());
	CHECK(end_of(child) == 0);
	return verdict();
}
