/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * The last that a thread does: destructors of its data make calls, in rounds,
 * also of thread_local C11 kind and after pthread_exit deep in calls. Fails
 * without task_make()'s way for a child on a stack of its own (task_clone).
 */
#define _GNU_SOURCE
#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include <unistd.h>

#include "tasks.h"

static pthread_key_t key[8];
static atomic_int destroyed, wrong;
static _Thread_local pid_t own;

/* Comes back once more, as the value is set again. */
static void destroy(void *value)
{
	uintptr_t n = (uintptr_t)value;

	wrong += gettid() != own || getpid() <= 0;
	for (int i = 0; i < 5; i++)
		getppid();
	destroyed++;
	if (n > 100)
		pthread_setspecific(key[n % 8], (void *)(n - 100));
}

static __attribute__((noinline)) int deep(int n)
{
	volatile int mine = n;

	if (n == 0 && getppid() > 0)
		pthread_exit(&wrong);
	return n ? deep(n - 1) + mine : 0;
}

static void *thread(void *arg)
{
	own = gettid();
	for (uintptr_t i = 0; i < 8; i++)
		pthread_setspecific(key[i], (void *)(200 + i));
	return arg && deep(50) ? NULL : &wrong;
}

int main(void)
{
	for (int i = 0; i < 8; i++)
		pthread_key_create(&key[i], destroy);
	for (int i = 0; i < 40; i++) {
		pthread_t t;
		void *result;

		CHECK(pthread_create(&t, NULL, thread, i % 2 ? key : NULL) ==
		      0);
		CHECK(pthread_join(t, &result) == 0 && result == &wrong);
	}
	CHECK(destroyed > 0 && !wrong);
	printf("%d destroyed\n", destroyed);
	return verdict();
}
