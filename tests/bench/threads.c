/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * threads THREADS [BATCHES [CALLS [processes]]]: each thread makes CALLS calls
 * of getpid at the same time as the others; the median over BATCHES of the time
 * from the first call to the last, for one call of one thread, in ns. Threads
 * that do not disturb each other take as long as one, as long as each has a
 * processor of its own. They are there until the process ends, so that memory
 * can count what they take. With "processes" each is one, with nothing in
 * common: what the machine gives to as many at a time.
 */
#define _GNU_SOURCE
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <time.h>
#include <unistd.h>

#define MOST 64

static struct common {
	pthread_barrier_t begins, ends;
	int wrong;
} * common;
static int batches, calls;

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
	pid_t pid = getpid();

	for (int b = 0; b < batches; b++) {
		pthread_barrier_wait(&common->begins);
		for (int i = 0; i < calls; i++)
			if (getpid() != pid)
				__atomic_store_n(&common->wrong, 1,
						 __ATOMIC_RELAXED);
		pthread_barrier_wait(&common->ends);
	}
	pause();
	return unused;
}

/* The one of that index onto one of our processors: in the short time of a
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

static int start_thread(int index)
{
	pthread_t thread;

	if (pthread_create(&thread, NULL, run, NULL))
		return -1;
	place(thread, index);
	return 0;
}

static int start_process(int index)
{
	pid_t child = fork();

	if (child == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		place(pthread_self(), index);
		run(NULL);
	}
	return child < 0 ? -1 : 0;
}

static int make_common(unsigned int count)
{
	pthread_barrierattr_t shared;

	common = mmap(NULL, sizeof(*common), PROT_READ | PROT_WRITE,
		      MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (common == MAP_FAILED)
		return -1;
	pthread_barrierattr_init(&shared);
	pthread_barrierattr_setpshared(&shared, PTHREAD_PROCESS_SHARED);
	return pthread_barrier_init(&common->begins, &shared, count) ||
	       pthread_barrier_init(&common->ends, &shared, count);
}

int main(int argc, char **argv)
{
	int processes = argc > 4 && strcmp(argv[4], "processes") == 0;
	int threads = argc > 1 ? atoi(argv[1]) : 0;
	double *time;

	batches = argc > 2 ? atoi(argv[2]) : 31;
	calls = argc > 3 ? atoi(argv[3]) : 20000;
	time = calloc((size_t)batches, sizeof(*time));
	if (threads < 1 || threads > MOST || !time ||
	    make_common((unsigned int)threads + 1))
		return 2;
	for (int i = 0; i < threads; i++)
		if (processes ? start_process(i) : start_thread(i))
			return 2;
	for (int b = 0; b < batches; b++) {
		double start = now(); /* they may be done before we run again */

		pthread_barrier_wait(&common->begins);
		pthread_barrier_wait(&common->ends);
		time[b] = (now() - start) / calls;
	}
	if (common->wrong)
		return 1;
	qsort(time, (size_t)batches, sizeof(*time), ascending);
	printf("%.2f\n", time[batches / 2]);
	return 0;
}
