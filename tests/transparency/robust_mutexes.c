/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * A robust mutex whose owner ends, by pthread_exit, as a process, or killed
 * while it makes calls: the next one is told. And pthread_kill runs the
 * handler on the thread that is meant. Fails without task_make()'s way for a
 * child on a stack of its own (task_clone).
 */
#define _GNU_SOURCE
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/mman.h>
#include <unistd.h>

#include "tasks.h"

struct shared {
	pthread_mutex_t mutex;
	atomic_int locked;
};

static struct shared *shared;
static atomic_int handled_by;

static void on_signal(int sig)
{
	(void)sig;
	handled_by = gettid();
}

static void *owner(void *arg)
{
	pthread_mutex_lock(&shared->mutex);
	getppid();
	return arg;
}

static void *waits(void *arg)
{
	*(atomic_int *)arg = gettid();
	while (!handled_by)
		usleep(100);
	return NULL;
}

static void owner_died(void)
{
	CHECK(pthread_mutex_lock(&shared->mutex) == EOWNERDEAD);
	CHECK(pthread_mutex_consistent(&shared->mutex) == 0);
	CHECK(pthread_mutex_unlock(&shared->mutex) == 0);
}

int main(void)
{
	pthread_mutexattr_t attr;
	atomic_int tid = 0;
	pthread_t t;

	shared = mmap(NULL, 4096, PROT_READ | PROT_WRITE,
		      MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	pthread_mutexattr_init(&attr);
	pthread_mutexattr_setrobust(&attr, PTHREAD_MUTEX_ROBUST);
	pthread_mutexattr_setpshared(&attr, PTHREAD_PROCESS_SHARED);
	pthread_mutex_init(&shared->mutex, &attr);
	for (int i = 0; i < 10; i++) {
		pid_t child;

		pthread_create(&t, NULL, owner, NULL);
		pthread_join(t, NULL);
		owner_died();

		shared->locked = 0;
		child = fork();
		if (child == 0) {
			owner(NULL);
			shared->locked = 1;
			for (int n = 0; i % 2 || n < 10; n++)
				getppid();
			_exit(12);
		}
		while (!shared->locked)
			usleep(100);
		if (i % 2)
			kill(child, SIGKILL);
		CHECK(exited(child) == (i % 2 ? -SIGKILL : 12));
		owner_died();
	}
	signal(SIGUSR1, on_signal);
	pthread_create(&t, NULL, waits, &tid);
	while (!tid)
		usleep(100);
	CHECK(pthread_kill(t, SIGUSR1) == 0);
	pthread_join(t, NULL);
	CHECK(handled_by == tid && tid != getpid());
	return verdict();
}
