/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * 64 threads go through 100 rounds of calls at once and wait for each other
 * now and then; each has its own numbers and its own errno. Fails without
 * thread_multi() taking the lock into use: the threads run in one interpreter
 * at once.
 */
#define _GNU_SOURCE
#include <pthread.h>
#include <unistd.h>

#include "tasks.h"

#define THREADS 64

static pthread_barrier_t barrier;

static void *rounds(void *arg)
{
	pid_t self = gettid(), process = getpid();
	long good = 0;

	for (int i = 0; i < 100; i++) {
		if (i % 25 == 0)
			pthread_barrier_wait(&barrier);
		errno = i;
		good += gettid() == self && getpid() == process && errno == i;
		good += close(-1) == -1 && errno == EBADF;
	}
	*(long *)arg = good;
	return arg;
}

int main(void)
{
	pthread_t t[THREADS];
	long good[THREADS];

	pthread_barrier_init(&barrier, NULL, THREADS);
	for (int i = 0; i < THREADS; i++)
		CHECK(pthread_create(&t[i], NULL, rounds, &good[i]) == 0);
	for (int i = 0; i < THREADS; i++) {
		void *result;

		CHECK(pthread_join(t[i], &result) == 0 && result == &good[i]);
		CHECK(good[i] == 200);
	}
	return verdict();
}
