/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * errno keeps its value over calls that succeed, in every thread, in a handler
 * and in a child. Fails when hook_enter sets it.
 */
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "check.h"

static void on_signal(int sig)
{
	(void)sig;
	CHECK(errno == 4242);
	CHECK(getppid() > 0);
	CHECK(errno == 4242);
}

static void calls(void)
{
	const struct timespec moment = {0, 1000};
	struct stat st;
	int fd[2];

	errno = 4242;
	CHECK(getppid() > 0 && pipe(fd) == 0 && fstat(fd[0], &st) == 0);
	CHECK(write(fd[1], "x", 1) == 1 && nanosleep(&moment, NULL) == 0);
	CHECK(close(fd[0]) == 0 && close(fd[1]) == 0);
	raise(SIGUSR1);
	CHECK(errno == 4242);
	CHECK(close(-1) == -1 && errno == EBADF);
	CHECK(getppid() > 0 && errno == EBADF);
}

static void *run(void *arg)
{
	for (int i = 0; i < 100; i++)
		calls();
	return arg;
}

int main(void)
{
	pthread_t thread[3];
	pid_t child;

	signal(SIGUSR1, on_signal);
	run(NULL);
	for (int i = 0; i < 3; i++)
		pthread_create(&thread[i], NULL, run, NULL);
	for (int i = 0; i < 3; i++)
		pthread_join(thread[i], NULL);
	errno = 4243;
	child = fork();
	if (child == 0) {
		CHECK(errno == 4243);
		calls();
		_exit(broken);
	}
	CHECK(errno == 4243);
	CHECK(end_of(child) == 0);
	return verdict();
}
