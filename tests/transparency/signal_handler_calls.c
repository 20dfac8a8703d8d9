/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * A handler that makes many calls, forks, vforks and executes, and makes a
 * thread, while the code it interrupts makes calls: all results right. Fails
 * without keep() (signals.c), which has the program's handlers run outside
 * the interpreter only.
 */
#define _GNU_SOURCE
#include <pthread.h>
#include <spawn.h>

#include "sig.h"

extern char **environ;

static volatile sig_atomic_t calls, wrong;
static pid_t me, parent;

static void *thread(void *arg)
{
	wrong += getpid() != me;
	return arg;
}

static void on_alarm(int sig, siginfo_t *info, void *context)
{
	char *argv[] = {(char *)"true", NULL};
	int status = -1;
	pthread_t t;
	pid_t child;

	(void)sig, (void)info, (void)context;
	for (int i = 0; i < 50; i++)
		wrong += getpid() != me;
	switch (calls++ % 4) {
	case 0:
		child = fork();
		if (child == 0)
			_exit(getppid() == me ? 7 : 8);
		waitpid(child, &status, 0);
		wrong += status != 7 << 8;
		break;
	case 1:
		child = vfork();
		if (child == 0) {
			execve("/bin/true", argv, environ);
			_exit(127);
		}
		waitpid(child, &status, 0);
		wrong += status != 0;
		break;
	case 2:
		posix_spawn(&child, "/bin/false", NULL, NULL, argv, environ);
		waitpid(child, &status, 0);
		wrong += status != 1 << 8;
		break;
	case 3:
		wrong += pthread_create(&t, NULL, thread, NULL);
		wrong += pthread_join(t, NULL);
		break;
	}
	errno = 12345;
}

int main(void)
{
	struct itimerval timer = {.it_value = {0, 1000}};

	me = getpid();
	parent = getppid();
	handle(SIGALRM, on_alarm, SA_RESTART);
	for (int i = 1; i <= 24; i++) {
		setitimer(ITIMER_REAL, &timer, NULL);
		while (calls < i)
			CHECK(raw0(SYS_getppid) == parent);
	}
	printf("%d signals, wrong %d\n", calls, wrong);
	return failed;
}
