/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Timers of all kinds end in their signals: the three itimers, alarm,
 * timer_create with SIGEV_SIGNAL and SIGEV_THREAD_ID. Fails without
 * guard_lower() in hook_stack.c: what is kept is never delivered.
 */
#define _GNU_SOURCE
#include "sig.h"

#ifndef sigev_notify_thread_id
#define sigev_notify_thread_id _sigev_un._tid
#endif

static volatile sig_atomic_t calls, code, value;

static void on_signal(int sig, siginfo_t *info, void *context)
{
	(void)sig, (void)context;
	calls++;
	code = info->si_code;
	if (code == SI_TIMER)
		value = info->si_value.sival_int;
}

static void interval(const char *name, int which, int sig)
{
	const struct itimerval every = {{0, 2000}, {0, 2000}};
	const struct itimerval none = {{0, 0}, {0, 0}};
	struct itimerval old;

	handle(sig, on_signal, SA_RESTART);
	calls = 0;
	setitimer(which, &every, NULL);
	while (calls < 10)
		getppid();
	setitimer(which, &none, &old);
	printf("%s: code %d, interval %ld\n", name, code,
	       (long)old.it_interval.tv_usec / 1000);
	signal(sig, SIG_DFL);
}

static void posix(const char *name, int notify, int sig)
{
	struct sigevent event = {.sigev_notify = notify,
				 .sigev_signo = sig,
				 .sigev_value.sival_int = 77};
	const struct itimerspec every = {{0, 2000000}, {0, 2000000}};
	timer_t timer;

	event.sigev_notify_thread_id = gettid();
	handle(sig, on_signal, SA_RESTART);
	calls = value = 0;
	CHECK(timer_create(CLOCK_MONOTONIC, &event, &timer) == 0);
	timer_settime(timer, 0, &every, NULL);
	while (calls < 10)
		getppid();
	timer_delete(timer);
	printf("%s: code %d value %d\n", name, code, value);
}

int main(void)
{
	interval("real", ITIMER_REAL, SIGALRM);
	interval("virtual", ITIMER_VIRTUAL, SIGVTALRM);
	interval("prof", ITIMER_PROF, SIGPROF);
	posix("timer", SIGEV_SIGNAL, SIGRTMIN + 3);
	posix("timer to thread", SIGEV_THREAD_ID, SIGUSR2);
	alarm(100);
	printf("alarm: %d left\n", alarm(0) >= 99);
	return failed;
}
