/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * A write of one byte to descriptor 90, during which a thread calls getppid and
 * sends a signal, whose handler calls getppid too. Prints what the thread's
 * call gave and how the write ended. A hook makes the write long.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

static volatile sig_atomic_t signals;
static pid_t parent;

static void on_signal(int sig)
{
	(void)sig;
	signals += syscall(SYS_getppid) == parent;
}

static void *meanwhile(void *arg)
{
	pthread_t *writer = arg;

	usleep(50000);
	parent = (pid_t)syscall(SYS_getppid);
	pthread_kill(*writer, SIGUSR1);
	return NULL;
}

int main(void)
{
	pthread_t self = pthread_self(), t;
	long ret;

	signal(SIGUSR1, on_signal);
	pthread_create(&t, NULL, meanwhile, &self);
	ret = syscall(SYS_write, 90, "x", 1);
	printf("%d %s %s\n", (int)parent, signals ? "signalled" : "in peace",
	       ret == -1 ? strerrorname_np(errno) : "written");
	pthread_join(t, NULL);
	return 0;
}
