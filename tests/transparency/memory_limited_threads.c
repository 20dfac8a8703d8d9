/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * With 6 MiB more than there are now, by the limit on address space and by that
 * on data: twenty threads that live at a time, with stacks of 64 KiB, and
 * others after them, vfork in each. Fails with a stack of a MiB for each
 * thread, and when what a thread had is not given back.
 */
#define _GNU_SOURCE
#include <malloc.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "tasks.h"

#define THREADS 20
#define MORE (6 << 20)

static pthread_barrier_t all;

/* As a shell's child does before exec. */
static __attribute__((noinline)) int works(void)
{
	volatile char path[4096];

	for (size_t i = 0; i < sizeof(path); i++)
		path[i] = 'x';
	return getppid() > 0 ? path[0] : 0;
}

static void *lives(void *arg)
{
	pid_t child = vfork();

	if (child == 0)
		_exit(works() == 'x' ? 7 : 8);
	CHECK(exited(child) == 7);
	pthread_barrier_wait(&all);
	return arg;
}

/* Of /proc/self/status, in bytes. */
static unsigned long figure(const char *name)
{
	FILE *file = fopen("/proc/self/status", "r");
	unsigned long kib = 0;
	char line[256];

	while (file && fgets(line, sizeof(line), file))
		if (strncmp(line, name, strlen(name)) == 0)
			sscanf(line + strlen(name), ": %lu", &kib);
	if (file)
		fclose(file);
	return kib << 10;
}

static int within(int resource, const char *name)
{
	const struct rlimit limit = {figure(name) + MORE, figure(name) + MORE};
	pthread_t thread[THREADS];
	pthread_attr_t small;

	CHECK(syscall(SYS_prlimit64, 0, resource, &limit, NULL) == 0);
	pthread_attr_init(&small);
	pthread_attr_setstacksize(&small, 65536);
	pthread_barrier_init(&all, NULL, THREADS + 1);
	for (int round = 0; round < 5 && !broken; round++) {
		for (int i = 0; i < THREADS; i++)
			if (pthread_create(&thread[i], &small, lives, NULL)) {
				CHECK(!"a thread can be made");
				return broken;
			}
		pthread_barrier_wait(&all);
		for (int i = 0; i < THREADS; i++)
			pthread_join(thread[i], NULL);
	}
	return broken;
}

static void check_limit(int resource, const char *name)
{
	pid_t child = fork();

	if (child == 0)
		_exit(within(resource, name));
	CHECK(exited(child) == 0);
}

int main(void)
{
#ifdef M_ARENA_MAX
	mallopt(M_ARENA_MAX, 1);
#endif
	check_limit(RLIMIT_AS, "VmSize");
	check_limit(RLIMIT_DATA, "VmData");
	return verdict();
}
