/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * A vfork child is killed while it makes calls, many times: the parent goes
 * on, and so do its other threads. Fails without vfork_on() giving back the
 * guard and the lock, and as long as an interpreter that the child left in the
 * middle of something is used again.
 */
#define _GNU_SOURCE
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/mman.h>
#include <unistd.h>

#include "tasks.h"

static volatile pid_t *victim;
static atomic_int stop;

static void *calls(void *arg)
{
	(void)arg;
	while (!stop)
		getppid();
	return NULL;
}

/* Kills whatever number stands at victim. */
static _Noreturn void killer(void)
{
	alarm(20);
	for (;;) {
		pid_t is = *victim;

		usleep(300);
		if (is && *victim == is) {
			*victim = 0;
			kill(is, SIGKILL);
		}
	}
}

static void vforked(void)
{
	pid_t child = vfork();

	if (child == 0) {
		*victim = getpid();
		for (int i = 0; i < 10000000; i++)
			getppid();
		_exit(1);
	}
	CHECK(end_of(child) == SIGKILL);
}

int main(void)
{
	pid_t helper;
	pthread_t t;

	victim = mmap(NULL, 4096, PROT_READ | PROT_WRITE,
		      MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	helper = fork();
	if (helper == 0)
		killer();
	for (int i = 0; i < 50; i++)
		vforked();
	pthread_create(&t, NULL, calls, NULL);
	for (int i = 0; i < 100; i++)
		vforked();
	stop = 1;
	pthread_join(t, NULL);
	kill(helper, SIGKILL);
	CHECK(end_of(helper) == SIGKILL);
	return verdict();
}
