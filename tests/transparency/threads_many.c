/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * 500 threads one after the other, and detached ones: they take no memory that
 * stays. Fails without thread_detach(): each thread leaves a hook stack
 * behind.
 */
#define _GNU_SOURCE
#include <pthread.h>
#include <stdatomic.h>
#include <unistd.h>

#include "tasks.h"

static atomic_int ended;

static void *calls(void *arg)
{
	for (int i = 0; i < 5; i++)
		getppid();
	ended++;
	return arg;
}

/* Lines of /proc/self/maps: mappings. */
static int mappings(void)
{
	FILE *f = fopen("/proc/self/maps", "r");
	int lines = 0, c;

	while (f && (c = getc(f)) != EOF)
		lines += c == '\n';
	if (f)
		fclose(f);
	return lines;
}

int main(void)
{
	pthread_attr_t detached;
	int before = 0;

	for (int i = 0; i < 500; i++) {
		pthread_t t;
		void *result;

		CHECK(pthread_create(&t, NULL, calls, &ended) == 0);
		CHECK(pthread_join(t, &result) == 0 && result == &ended);
		if (i == 50)
			before = mappings();
	}
	CHECK(ended == 500);
	CHECK(mappings() < before + 50);
	pthread_attr_init(&detached);
	pthread_attr_setdetachstate(&detached, PTHREAD_CREATE_DETACHED);
	for (int i = 1; i <= 100; i++) {
		pthread_t t;

		CHECK(pthread_create(&t, &detached, calls, NULL) == 0);
		while (ended < 500 + i)
			usleep(50);
	}
	return verdict();
}
