/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * pthread_sigqueue() to a thread that blocks the signal: it is pending there
 * and nowhere else, beside one that was sent to the process, and comes with its
 * value and with nothing else in its siginfo. Fails for SIGSEGV, SIGBUS and
 * SIGSYS where what is pending is taken for the process's, as its code says.
 */
#define _GNU_SOURCE
#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "tasks.h"

static const int sigs[] = {SIGUSR1, SIGSEGV, SIGBUS, SIGSYS};
static volatile int told, sum, rest;

static void on_signal(int sig, siginfo_t *info, void *context)
{
	const char *bytes = (const char *)info;

	(void)sig, (void)context;
	told++;
	sum += info->si_value.sival_int;
	for (size_t i = 32; i < sizeof(*info); i++)
		rest |= bytes[i];
}

static int is_pending(int sig)
{
	sigset_t set;

	sigpending(&set);
	return sigismember(&set, sig);
}

static void *look(void *sig)
{
	CHECK(!is_pending(*(const int *)sig));
	return NULL;
}

static void queue(int sig)
{
	const union sigval one = {.sival_int = 1}, two = {.sival_int = 2};
	siginfo_t info;
	pthread_t thread;
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, sig);
	told = sum = 0;
	pthread_sigmask(SIG_BLOCK, &set, NULL);
	CHECK(pthread_sigqueue(pthread_self(), sig, one) == 0);
	CHECK(is_pending(sig));
	CHECK(pthread_create(&thread, NULL, look, &sig) == 0);
	pthread_join(thread, NULL);
	CHECK(told == 0);
	CHECK(sigqueue(getpid(), sig, two) == 0);
	pthread_sigmask(SIG_UNBLOCK, &set, NULL);
	CHECK(told == 2 && sum == 3 && rest == 0);

	pthread_sigmask(SIG_BLOCK, &set, NULL);
	CHECK(pthread_sigqueue(pthread_self(), sig, two) == 0);
	memset(&info, 1, sizeof(info));
	CHECK(sigwaitinfo(&set, &info) == sig);
	CHECK(info.si_code == SI_QUEUE && info.si_value.sival_int == 2);
	for (size_t i = 32; i < 48; i++)
		CHECK(((const char *)&info)[i] == 0);
	pthread_sigmask(SIG_UNBLOCK, &set, NULL);
}

int main(void)
{
	struct sigaction act = {.sa_sigaction = on_signal,
				.sa_flags = SA_SIGINFO};

	for (int i = 0; i < 4; i++) {
		CHECK(sigaction(sigs[i], &act, NULL) == 0);
		queue(sigs[i]);
	}
	return verdict();
}
