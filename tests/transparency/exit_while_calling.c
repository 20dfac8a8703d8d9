/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * The process ends, by exit_group, exit or a return from main, in one thread
 * while others are in calls: its status is what was said, and the handlers run
 * once for exit and never for exit_group. Fails without task_make()'s way for a
 * child on a stack of its own (task_clone).
 */
#define _GNU_SOURCE
#include <pthread.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "tasks.h"

static int how, out;

static void at_exit(void)
{
	getppid();
	if (write(out, "x", 1) != 1)
		_exit(1);
}

static void *calls(void *arg)
{
	(void)arg;
	for (;;)
		getppid();
	return NULL;
}

static void *ends(void *arg)
{
	(void)arg;
	usleep(1000);
	if (how == 0)
		syscall(SYS_exit_group, 20);
	exit(21);
}

static void child(void)
{
	pthread_t t;

	atexit(at_exit);
	for (int i = 0; i < 3; i++)
		pthread_create(&t, NULL, calls, NULL);
	if (how < 2) {
		pthread_create(&t, NULL, ends, NULL);
		calls(NULL);
	}
	usleep(1000);
	exit(22);
}

int main(void)
{
	for (int i = 0; i < 12; i++) {
		int fds[2];
		char c[4];
		pid_t pid;

		how = i % 3;
		CHECK(pipe(fds) == 0);
		out = fds[1];
		pid = fork();
		if (pid == 0)
			child();
		close(fds[1]);
		CHECK(exited(pid) == 20 + how);
		CHECK(read(fds[0], c, sizeof(c)) == (how > 0));
		close(fds[0]);
	}
	return verdict();
}
