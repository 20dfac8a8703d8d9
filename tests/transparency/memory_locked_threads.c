/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * A program with all its memory locked makes twenty threads that live at a
 * time, and others after them, within a limit of 6.5 MiB; natively 4.5 are
 * used. Fails with a stack of a MiB for each thread, when what a thread had is
 * not given back, and when what is large in the library stays locked.
 */
#define _GNU_SOURCE
#include <malloc.h>
#include <pthread.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

#include "check.h"

#define THREADS 20
#define LIMIT (8 << 20) /* for all that there is at the start */
#define LESS (6656 << 10)

static pthread_barrier_t all;

static void *lives(void *arg)
{
	CHECK(getppid() > 0);
	pthread_barrier_wait(&all);
	return arg;
}

int main(void)
{
	struct rlimit limit;
	pthread_t thread[THREADS];
	pthread_attr_t small;

#ifdef M_ARENA_MAX
	mallopt(M_ARENA_MAX, 1);
#endif
	if (getrlimit(RLIMIT_MEMLOCK, &limit) || limit.rlim_max < LIMIT)
		skip("not as much memory may be locked");
	limit.rlim_cur = LIMIT;
	setrlimit(RLIMIT_MEMLOCK, &limit);
	/* those with privileges have no limit */
	if (getuid() == 0 && setresuid(65534, 65534, 65534))
		skip("cannot become another user");
	if (mlockall(MCL_CURRENT | MCL_FUTURE))
		skip("not as much memory may be locked");
	limit.rlim_cur = LESS;
	CHECK(setrlimit(RLIMIT_MEMLOCK, &limit) == 0);
	pthread_attr_init(&small);
	pthread_attr_setstacksize(&small, 65536);
	pthread_barrier_init(&all, NULL, THREADS + 1);
	for (int round = 0; round < 5; round++) {
		for (int i = 0; i < THREADS; i++)
			CHECK(pthread_create(&thread[i], &small, lives, NULL) ==
			      0);
		pthread_barrier_wait(&all);
		for (int i = 0; i < THREADS; i++)
			pthread_join(thread[i], NULL);
	}
	return verdict();
}
