/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Threads vfork and exec, and spawn, all at once, while others make calls and
 * new threads begin, in a process that has made a task sharing its storage.
 * Fails with one vfork parent known for all threads: a task that has no
 * record yet is taken for the vfork child of whoever vforked last.
 */
#define _GNU_SOURCE
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <spawn.h>
#include <stdatomic.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "raw.h"
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

static int nothing(void)
{
	return raw0(SYS_getppid) > 0 ? 3 : 4;
}

static void *begins(void *arg)
{
	pid_t self = gettid();

	(void)arg;
	good += gettid() == self && self != getpid();
	return NULL;
}

static void *makes_threads(void *arg)
{
	(void)arg;
	for (int i = 0; i < 50; i++) {
		pthread_t t;

		pthread_create(&t, NULL, begins, NULL);
		pthread_join(t, NULL);
	}
	return NULL;
}

int main(void)
{
	static char stack[65536] __attribute__((aligned(16)));
	const long shares[6] = {SYS_clone, CLONE_VM | SIGCHLD,
				(long)(stack + sizeof(stack))};
	pthread_t t[6];

	alarm(20);
	CHECK(exited((int)task_make(shares, nothing)) == 3);

	pthread_create(&t[5], NULL, calls, NULL);
	pthread_create(&t[4], NULL, makes_threads, NULL);
	for (int i = 0; i < 4; i++)
		pthread_create(&t[i], NULL, i % 2 ? spawns : vforks, NULL);
	for (int i = 0; i < 6; i++) {
		pthread_join(t[i], NULL);
		stop = i >= 4;
	}
	CHECK(good == 4 * 8 + 50);
	return verdict();
}
