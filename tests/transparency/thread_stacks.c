/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Threads make calls on the smallest stacks there are, on huge ones, and on
 * memory of the program's choice, near its lower end. Fails without
 * task_make()'s way for a child on a stack of its own (task_clone).
 */
#define _GNU_SOURCE
#include <limits.h>
#include <pthread.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "tasks.h"

static void *calls(void *arg)
{
	volatile char c = 0;

	for (int i = 0; i < 20; i++)
		c += getppid() > 0;
	CHECK(c == 20);
	return arg;
}

/* Uses all of the stack but some pages. */
static void *fills(void *arg)
{
	volatile char room[8 * 1024 * 1024];

	memset((char *)room, 1, sizeof(room));
	return calls(arg);
}

static void run(pthread_attr_t *attr, void *(*fn)(void *))
{
	pthread_t t;

	CHECK(pthread_create(&t, attr, fn, NULL) == 0);
	CHECK(pthread_join(t, NULL) == 0);
}

int main(void)
{
	size_t tiny = (size_t)sysconf(_SC_THREAD_STACK_MIN);
	size_t large = 8 * 1024 * 1024 + 64 * 1024;
	pthread_attr_t attr;
	char *memory;

	pthread_attr_init(&attr);
	for (int i = 0; i < 10; i++) {
		pthread_attr_setstacksize(&attr, tiny);
		run(&attr, calls);
		pthread_attr_setguardsize(&attr, 0);
		run(&attr, calls);
		pthread_attr_setguardsize(&attr, 4096);
	}
	pthread_attr_setstacksize(&attr, (size_t)1 << 30);
	run(&attr, calls);
	pthread_attr_setstacksize(&attr, large);
	run(&attr, fills);
	memory = mmap(NULL, 65536, PROT_READ | PROT_WRITE,
		      MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	for (size_t size = tiny; size <= 65536; size += tiny) {
		pthread_attr_setstack(&attr, memory, size);
		run(&attr, calls);
	}
	return verdict();
}
