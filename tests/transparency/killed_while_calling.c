/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * A process of two threads is killed while both make calls: its parent sees
 * the signal, also a parent with threads of its own. Not seen to fail with one
 * mechanism switched off: the kernel ends a forked process whatever it was in.
 */
#define _GNU_SOURCE
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <unistd.h>

#include "tasks.h"

static atomic_int stop;

static void *calls(void *arg)
{
	(void)arg;
	while (!stop)
		getppid();
	return NULL;
}

static void forked(int sig)
{
	pid_t child = fork();

	if (child == 0) {
		pthread_t t;

		pthread_create(&t, NULL, calls, NULL);
		calls(NULL);
	}
	usleep(1000);
	CHECK(kill(child, sig) == 0);
	CHECK((end_of(child) & 0x7f) == sig);
}

int main(void)
{
	pthread_t t;

	for (int i = 0; i < 5; i++) {
		forked(SIGKILL);
		forked(SIGTERM);
	}
	pthread_create(&t, NULL, calls, NULL);
	for (int i = 0; i < 5; i++)
		forked(SIGKILL);
	stop = 1;
	pthread_join(t, NULL);
	return verdict();
}
