/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * threads THREADS [BATCHES [CALLS]]: each thread makes CALLS calls of getpid at
 * the same time as the others; the median over BATCHES of the time from the
 * first call to the last, for one call of one thread, in ns. Threads that do
 * not disturb each other take as long as one, as long as each has a processor
 * of its own. They are there until the process ends, so that memory can count
 * what they take.
 */
#define _GNU_SOURCE
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#define MOST 64

static pthread_barrier_t begins, ends;
static int batches, calls, wrong;
static pid_t pid;

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

static int ascending(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static void *run(void *unused)
{
	(void)unused;
	for (int b = 0; b < batches; b++) {
		pthread_barrier_wait(&begins);
		for (int i = 0; i < calls; i++)
			if (getpid() != pid)
				__atomic_store_n(&wrong, 1, __ATOMIC_RELAXED);
		pthread_barrier_wait(&ends);
	}
	pause();
	return NULL;
}

/* The thread of that index onto one of our processors: in the short time of a
 * batch the kernel may not have moved it away from others. */
static void place(pthread_t thread, int index)
{
	cpu_set_t ours, one;
	int cpu = -1;

	sched_getaffinity(0, sizeof(ours), &ours);
	for (index %= CPU_COUNT(&ours); index >= 0; index--)
		while (!CPU_ISSET(++cpu, &ours))
			;
	CPU_ZERO(&one);
	CPU_SET(cpu, &one);
	pthread_setaffinity_np(thread, sizeof(one), &one);
}

int main(int argc, char **argv)
{
	int threads = argc > 1 ? atoi(argv[1]) : 0;
	double *time;

	batches = argc > 2 ? atoi(argv[2]) : 31;
	calls = argc > 3 ? atoi(argv[3]) : 20000;
	time = calloc((size_t)batches, sizeof(*time));
	pid = getpid();
	if (threads < 1 || threads > MOST || !time)
		return 2;
	pthread_barrier_init(&begins, NULL, (unsigned int)threads + 1);
	pthread_barrier_init(&ends, NULL, (unsigned int)threads + 1);
	for (int i = 0; i < threads; i++) {
		pthread_t thread;

		if (pthread_create(&thread, NULL, run, NULL))
			return 2;
		place(thread, i);
	}
	for (int b = 0; b < batches; b++) {
		double start = now(); /* they may be done before we run again */

		pthread_barrier_wait(&begins);
		pthread_barrier_wait(&ends);
		time[b] = (now() - start) / calls;
	}
	if (wrong)
		return 1;
	qsort(time, (size_t)batches, sizeof(*time), ascending);
	printf("%.2f\n", time[batches / 2]);
	return 0;
}
