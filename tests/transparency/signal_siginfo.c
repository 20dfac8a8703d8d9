/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * siginfo of every origin: kill, tgkill, sigqueue, timers, message from a
 * child; the thread makes calls all the while. Fails without kept_info being
 * sent on by signals_deliver() (signals.c), when a script runs as they come.
 */
#define _GNU_SOURCE
#include <pthread.h>

#include "sig.h"

static volatile sig_atomic_t calls, wrong, expected;
static volatile int last_value;
static pid_t me;
static pthread_t main_thread;

static void on_signal(int sig, siginfo_t *info, void *context)
{
	(void)context;
	wrong += sig != info->si_signo || info->si_code != expected;
	if (expected != SI_TIMER && expected != SI_KERNEL)
		wrong += info->si_pid != me || info->si_uid != getuid();
	last_value = info->si_value.sival_int;
	if (expected == SI_QUEUE || expected == SI_TIMER)
		wrong += info->si_value.sival_int < 0x1000;
	calls++;
}

static volatile int round_of;

/* A hundred from another thread, each when the last one has come. */
static void *sender(void *arg)
{
	for (int i = 0; i < 100; i++) {
		union sigval value = {.sival_int = 0x1000 + i};
		int seen = calls;

		if (expected == SI_USER)
			kill(me, SIGUSR1);
		else if (expected == SI_TKILL)
			pthread_kill(main_thread, SIGUSR1);
		else
			sigqueue(me, SIGUSR1, value);
		while (calls == seen)
			usleep(50);
	}
	round_of = 1;
	return arg;
}

static void from_thread(const char *name, int code)
{
	sigset_t usr1;
	pthread_t thread;

	sigemptyset(&usr1);
	sigaddset(&usr1, SIGUSR1);
	handle(SIGUSR1, on_signal, 0);
	calls = wrong = round_of = 0;
	expected = code;
	sigprocmask(SIG_BLOCK, &usr1, NULL);
	pthread_create(&thread, NULL, sender, NULL);
	sigprocmask(SIG_UNBLOCK, &usr1, NULL);
	while (!round_of)
		getppid();
	pthread_join(thread, NULL);
	printf("%s: %d, wrong %d\n", name, calls, wrong);
}

static void from_timer(void)
{
	struct sigevent event = {.sigev_notify = SIGEV_SIGNAL,
				 .sigev_signo = SIGUSR1,
				 .sigev_value.sival_int = 0x1234};
	struct itimerspec when = {{0, 1000000}, {0, 1000000}};
	timer_t timer;

	calls = wrong = 0;
	expected = SI_TIMER;
	timer_create(CLOCK_MONOTONIC, &event, &timer);
	timer_settime(timer, 0, &when, NULL);
	while (calls < 50)
		getppid();
	timer_delete(timer);
	printf("timer: value %x, wrong %d\n", (unsigned int)last_value, wrong);
	calls = wrong = 0;
	expected = SI_KERNEL;
	handle(SIGALRM, on_signal, 0);
	alarm_every(1000);
	while (calls < 50)
		getppid();
	alarm_every(0);
	printf("itimer: wrong %d\n", wrong);
}

int main(void)
{
	me = getpid();
	main_thread = pthread_self();
	from_thread("kill", SI_USER);
	from_thread("tgkill", SI_TKILL);
	from_thread("sigqueue", SI_QUEUE);
	from_timer();
	return failed;
}
