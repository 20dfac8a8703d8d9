/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Fork while other threads make calls without a pause, from one thread and
 * from several at once: the child has one thread, makes calls, makes threads,
 * forks again and ends. Fails without fork_process() holding the lock: the
 * child's interpreter is another thread's, half run.
 */
#define _GNU_SOURCE
#include <pthread.h>
#include <stdatomic.h>
#include <unistd.h>

#include "tasks.h"

#define FORKS 20

static atomic_int stop, good;

static void *calls(void *arg)
{
	(void)arg;
	while (!stop)
		getppid();
	return NULL;
}

static void *count(void *arg)
{
	int *n = arg;

	for (int i = 0; i < 10; i++)
		*n += getppid() > 0 && gettid() != getpid();
	return NULL;
}

/* In the child. */
static int check_child(pid_t parent)
{
	pthread_t t;
	pid_t child;
	int n = 0;

	if (getppid() != parent || gettid() != getpid())
		return 1;
	if (pthread_create(&t, NULL, count, &n) || pthread_join(t, NULL))
		return 2;
	child = fork();
	if (child == 0)
		_exit(getppid() > 0 ? 5 : 6);
	return n == 10 && exited(child) == 5 ? 7 : 3;
}

static void *forks(void *arg)
{
	pid_t parent = getpid();

	(void)arg;
	for (int i = 0; i < FORKS; i++) {
		pid_t child = fork();

		if (child == 0)
			_exit(check_child(parent));
		good += exited(child) == 7;
	}
	return NULL;
}

int main(void)
{
	pthread_t t[5];

	for (int i = 0; i < 2; i++)
		pthread_create(&t[i], NULL, calls, NULL);
	for (int i = 2; i < 5; i++)
		pthread_create(&t[i], NULL, forks, NULL);
	forks(NULL);
	for (int i = 4; i >= 0; i--) {
		stop = i < 2;
		pthread_join(t[i], NULL);
	}
	CHECK(good == 4 * FORKS);
	return verdict();
}
