/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * A timer whose signal is for one thread (SIGEV_THREAD_ID), which blocks it:
 * the first thread, which does not, never gets it, and the one that it is for
 * waits for it, or has it when it unblocks it. Fails for SIGSEGV, SIGBUS and
 * SIGSYS where a timer's signal that is pending is taken for one of the
 * process.
 */
#define _GNU_SOURCE
#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "tasks.h"

#ifndef sigev_notify_thread_id
#define sigev_notify_thread_id _sigev_un._tid
#endif

static const int sigs[] = {SIGUSR1, SIGSEGV, SIGBUS, SIGSYS};
static volatile sig_atomic_t told, elsewhere;
static volatile pid_t owner;

static void on_signal(int sig, siginfo_t *info, void *context)
{
	(void)sig, (void)context;
	told += info->si_code == SI_TIMER && info->si_value.sival_int == 77;
	elsewhere += (pid_t)syscall(SYS_gettid) != owner;
}

static timer_t start(int sig)
{
	const struct itimerspec soon = {.it_value = {.tv_nsec = 100000}};
	struct sigevent event;
	timer_t timer;

	memset(&event, 0, sizeof(event));
	event.sigev_notify = SIGEV_THREAD_ID;
	event.sigev_signo = sig;
	event.sigev_value.sival_int = 77;
	event.sigev_notify_thread_id = owner;
	CHECK(timer_create(CLOCK_MONOTONIC, &event, &timer) == 0);
	CHECK(timer_settime(timer, 0, &soon, NULL) == 0);
	return timer;
}

static void await(timer_t timer)
{
	const struct timespec moment = {.tv_nsec = 100000};
	struct itimerspec left;

	do {
		nanosleep(&moment, NULL);
		CHECK(timer_gettime(timer, &left) == 0);
	} while (left.it_value.tv_nsec);
}

static void *in_thread(void *unused)
{
	owner = (pid_t)syscall(SYS_gettid);
	for (int i = 0; i < 4; i++) {
		sigset_t set;
		siginfo_t info;
		timer_t timer;

		sigemptyset(&set);
		sigaddset(&set, sigs[i]);
		pthread_sigmask(SIG_BLOCK, &set, NULL);
		timer = start(sigs[i]);
		CHECK(sigwaitinfo(&set, &info) == sigs[i]);
		CHECK(info.si_code == SI_TIMER &&
		      info.si_value.sival_int == 77);
		timer_delete(timer);

		told = 0;
		timer = start(sigs[i]);
		await(timer);
		CHECK(told == 0);
		pthread_sigmask(SIG_UNBLOCK, &set, NULL);
		CHECK(told == 1);
		timer_delete(timer);
	}
	return unused;
}

int main(void)
{
	struct sigaction act = {.sa_sigaction = on_signal,
				.sa_flags = SA_SIGINFO | SA_RESTART};
	pthread_t thread;

	for (int i = 0; i < 4; i++)
		CHECK(sigaction(sigs[i], &act, NULL) == 0);
	CHECK(pthread_create(&thread, NULL, in_thread, NULL) == 0);
	pthread_join(thread, NULL);
	CHECK(elsewhere == 0);
	return verdict();
}
