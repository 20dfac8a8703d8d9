/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * The first thread ends by pthread_exit: the others go on with their calls,
 * make threads and children, and the last one's end ends the process, with the
 * exit handlers run. Fails without task_make()'s way for a child on a stack of
 * its own (task_clone).
 */
#define _GNU_SOURCE
#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

#include "tasks.h"

static pthread_t first;

static void at_exit(void)
{
	puts("exit handler");
}

static void *calls(void *arg)
{
	int *n = arg;

	for (int i = 0; i < 100; i++)
		*n += gettid() != getpid();
	return NULL;
}

static void *last(void *arg)
{
	pid_t child;
	pthread_t t;
	int n = 0;

	(void)arg;
	CHECK(pthread_join(first, NULL) == 0);
	calls(&n);
	CHECK(pthread_create(&t, NULL, calls, &n) == 0);
	CHECK(pthread_join(t, NULL) == 0 && n == 200);
	child = fork();
	if (child == 0)
		_exit(getppid() > 0 ? 9 : 1);
	CHECK(exited(child) == 9);
	CHECK(system("exit 8") == 8 << 8);
	verdict();
	return NULL;
}

int main(void)
{
	pthread_t t;

	first = pthread_self();
	atexit(at_exit);
	pthread_create(&t, NULL, last, NULL);
	pthread_exit(NULL);
}
