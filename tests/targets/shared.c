/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * shared TASKS CALLS: as many children as threads, each makes so many calls of
 * getppid, all at once.
 */
#define _GNU_SOURCE
#include <pthread.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define TASKS_MAX 64

static long calls;

static void *make(void *arg)
{
	for (long i = 0; i < calls; i++)
		syscall(SYS_getppid);
	return arg;
}

int main(int argc, char **argv)
{
	pthread_t t[TASKS_MAX];
	int tasks = argc > 2 ? atoi(argv[1]) : 0;

	if (tasks < 1 || tasks > TASKS_MAX)
		return 2;
	calls = atol(argv[2]);
	for (int i = 0; i < tasks; i++)
		if (fork() == 0) {
			make(NULL);
			_exit(0);
		}
	for (int i = 0; i < tasks; i++)
		pthread_create(&t[i], NULL, make, NULL);
	for (int i = 0; i < tasks; i++)
		pthread_join(t[i], NULL);
	while (wait(NULL) > 0)
		;
	return 0;
}
