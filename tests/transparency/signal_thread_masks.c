/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * A signal to the process goes to the thread that does not block it, or to
 * the one in sigwait. Fails without what is
 * kept being sent on (signals_deliver(), signals.c).
 */
#define _GNU_SOURCE
#include <pthread.h>
#include <semaphore.h>

#include "sig.h"

static volatile pid_t receiver, taken_by;
static volatile int calls, ended;
static sem_t ready, taken;

static void on_usr1(int sig, siginfo_t *info, void *context)
{
	(void)sig, (void)info, (void)context;
	taken_by = gettid();
	calls++;
}

static void *unblocked(void *arg)
{
	mask_call(SIG_UNBLOCK, bit(SIGUSR1));
	receiver = gettid();
	sem_post(&ready);
	while (!ended)
		getppid();
	return arg;
}

static void *waiting(void *arg)
{
	sigset_t set;
	int sig;

	sigemptyset(&set);
	sigaddset(&set, SIGUSR2);
	for (int i = 0; i < 20; i++) {
		sem_post(&ready);
		CHECK(sigwait(&set, &sig) == 0 && sig == SIGUSR2);
		sem_post(&taken);
	}
	return arg;
}

int main(void)
{
	pthread_t a, b;

	handle(SIGUSR1, on_usr1, SA_RESTART);
	sem_init(&ready, 0, 0);
	sem_init(&taken, 0, 0);
	mask_call(SIG_BLOCK, bit(SIGUSR1) | bit(SIGUSR2));
	pthread_create(&a, NULL, unblocked, NULL);
	sem_wait(&ready);
	for (int i = 1; i <= 50; i++) {
		kill(getpid(), SIGUSR1);
		while (calls < i)
			usleep(50);
		CHECK(taken_by == receiver);
	}
	ended = 1;
	pthread_join(a, NULL);
	pthread_create(&b, NULL, waiting, NULL);
	for (int i = 0; i < 20; i++) {
		sem_wait(&ready);
		kill(getpid(), SIGUSR2);
		sem_wait(&taken);
	}
	pthread_join(b, NULL);
	printf("%d signals, mask %lx\n", calls, blocked());
	return failed;
}
