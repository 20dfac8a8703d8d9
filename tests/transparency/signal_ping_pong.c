/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Two threads send each other SIGUSR1 by tgkill, each the next one from its
 * handler or from its loop of calls. Fails without signals_deliver()
 * (signals.c): a signal that came while a script ran would be lost.
 */
#define _GNU_SOURCE
#include <pthread.h>

#include "sig.h"

#define ROUNDS 200

static volatile int tids[2], hits[2], wrong;
static __thread int self;

static void on_usr1(int sig, siginfo_t *info, void *context)
{
	(void)sig, (void)context;
	wrong += info->si_code != SI_TKILL || info->si_pid != getpid();
	wrong += raw0(SYS_gettid) != tids[self];
	if (++hits[self] < ROUNDS || self == 1)
		syscall(SYS_tgkill, getpid(), tids[!self], SIGUSR1);
}

static void *run(void *arg)
{
	self = arg != NULL;
	tids[self] = gettid();
	while (!tids[!self])
		usleep(100);
	if (self == 0)
		syscall(SYS_tgkill, getpid(), tids[1], SIGUSR1);
	while (hits[self] < ROUNDS)
		wrong += raw0(SYS_gettid) != tids[self];
	while (hits[0] < ROUNDS || hits[1] < ROUNDS)
		usleep(100);
	return NULL;
}

int main(void)
{
	pthread_t thread;

	handle(SIGUSR1, on_usr1, SA_RESTART);
	pthread_create(&thread, NULL, run, (void *)1);
	run(NULL);
	pthread_join(thread, NULL);
	printf("%d %d, wrong %d\n", hits[0] >= ROUNDS, hits[1] >= ROUNDS,
	       wrong);
	return failed;
}
