/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * threads [THREADS [CALLS]]: each thread makes CALLS calls of getppid, and
 * uses malloc, a mutex and a condition variable in between.
 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t all_here = PTHREAD_COND_INITIALIZER;
static int threads, here, calls;
static long total;
static __thread long mine;

static void meet(void)
{
	pthread_mutex_lock(&mutex);
	if (++here == threads)
		pthread_cond_broadcast(&all_here);
	while (here < threads)
		pthread_cond_wait(&all_here, &mutex);
	pthread_mutex_unlock(&mutex);
}

static void *run(void *arg)
{
	pid_t parent = getppid();

	(void)arg;
	meet();
	for (int i = 1; i < calls; i++) {
		char *p = malloc((size_t)(i % 1000) + 1);

		memset(p, i, (size_t)(i % 1000) + 1);
		mine += getppid() == parent;
		free(p);
	}
	pthread_mutex_lock(&mutex);
	total += mine + 1;
	pthread_mutex_unlock(&mutex);
	return NULL;
}

int main(int argc, char **argv)
{
	pthread_t id[64];

	threads = argc > 1 ? atoi(argv[1]) : 8;
	calls = argc > 2 ? atoi(argv[2]) : 1000;
	for (int i = 0; i < threads; i++)
		if (pthread_create(&id[i], NULL, run, NULL))
			return 1;
	for (int i = 0; i < threads; i++)
		pthread_join(id[i], NULL);
	printf("%ld calls\n", total);
	return 0;
}
