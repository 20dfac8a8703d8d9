/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * pthread_cancel of a thread that makes calls and may be cancelled anywhere:
 * it ends, its cleanup runs, other threads go on. Holds by
 * keep() (signals.c) for a cancel that comes while a script runs; fails when
 * the thread ends with the interpreter's lock held.
 */
#define _GNU_SOURCE
#include <pthread.h>

#include "sig.h"

static volatile int started, cleaned;

static void cleanup(void *arg)
{
	(void)arg;
	cleaned++;
}

static void *run(void *arg)
{
	pthread_cleanup_push(cleanup, NULL);
	pthread_setcanceltype(PTHREAD_CANCEL_ASYNCHRONOUS, NULL);
	started = 1;
	for (;;)
		raw0(SYS_getppid);
	pthread_cleanup_pop(0);
	return arg;
}

int main(void)
{
	int cancelled = 0;

	for (int i = 0; i < 40; i++) {
		pthread_t thread;
		void *result;

		started = 0;
		pthread_create(&thread, NULL, run, NULL);
		while (!started)
			getppid();
		usleep(100 + (useconds_t)i * 7);
		pthread_cancel(thread);
		pthread_join(thread, &result);
		cancelled += result == PTHREAD_CANCELED;
	}
	printf("cancelled %d, cleaned %d\n", cancelled, cleaned);
	return failed;
}
