/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * getppid while signals come, from a place that can become a jump: says whether
 * a script that answers it with 4242 has answered all of them. Fails without
 * the net (ZPOLINE_SUD=off) where a call that a handler interrupted on its way
 * to the gate is made again by the syscall instruction behind the jump.
 */
#define _GNU_SOURCE
#include <signal.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#define CALLS 150000

static void on_alarm(int sig)
{
	(void)sig;
}

int main(void)
{
	struct sigaction act = {.sa_handler = on_alarm};
	struct sigevent event = {.sigev_notify = SIGEV_SIGNAL,
				 .sigev_signo = SIGALRM};
	const struct itimerspec often = {{0, 30000}, {0, 30000}};
	const struct itimerspec never = {{0, 0}, {0, 0}};
	timer_t timer;
	int answered = 0;

	sigaction(SIGALRM, &act, NULL);
	if (timer_create(CLOCK_MONOTONIC, &event, &timer))
		return 2;
	timer_settime(timer, 0, &often, NULL);
	for (int i = 0; i < CALLS; i++)
		answered += getppid() == 4242;
	timer_settime(timer, 0, &never, NULL);
	puts(answered == CALLS ? "all" : answered ? "some" : "none");
	return 0;
}
