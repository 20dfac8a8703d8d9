/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Threads vfork and exec, and spawn, all at once, while others make calls.
 * Fails without vfork_on()'s saves, one for each thread.
 */
#define _GNU_SOURCE
#include <pthread.h>
#include <spawn.h>
#include <stdatomic.h>
#include <unistd.h>

#include "tasks.h"

extern char **environ;

static char *argv_of_false[] = {"false", NULL};
static atomic_int good, stop;

static void *vforks(void *arg)
{
	(void)arg;
	for (volatile int i = 0; i < 8; i++) {
		pid_t child = vfork();

		if (child == 0) {
			getppid();
			if (i % 2)
				execv("/bin/false", argv_of_false);
			_exit(1);
		}
		good += exited(child) == 1;
	}
	return NULL;
}

static void *spawns(void *arg)
{
	(void)arg;
	for (int i = 0; i < 8; i++) {
		pid_t child;

		if (posix_spawn(&child, "/bin/false", NULL, NULL, argv_of_false,
				environ) == 0)
			good += exited(child) == 1;
	}
	return NULL;
}

static void *calls(void *arg)
{
	(void)arg;
	while (!stop)
		getppid();
	return NULL;
}

int main(void)
{
	pthread_t t[5];

	pthread_create(&t[4], NULL, calls, NULL);
	for (int i = 0; i < 4; i++)
		pthread_create(&t[i], NULL, i % 2 ? spawns : vforks, NULL);
	for (int i = 0; i < 5; i++) {
		pthread_join(t[i], NULL);
		stop = i >= 3;
	}
	CHECK(good == 4 * 8);
	return verdict();
}
