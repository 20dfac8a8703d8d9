/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * threads [THREADS]: as many threads, made and joined in waves of fifty; every
 * other wave is detached and waited for with a semaphore. Each makes calls.
 * Records of threads are kept for the next ones, so the warm-up is a crowd: no
 * more will ever live at the same time.
 * Fails without reuse() in thread.c: 8 MB and 4000 mappings more at the end.
 */
#include <pthread.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <unistd.h>

#include "stress.h"

#define WAVE 50

static atomic_int good;
static sem_t done;
static pthread_barrier_t all_here;
static pid_t parent;

static void *run(void *detached)
{
	int n = 0;

	for (int i = 0; i < 20; i++)
		n += getppid() == parent;
	good += n == 20;
	if (detached)
		sem_post(&done);
	return NULL;
}

static void *meet(void *arg)
{
	getppid();
	pthread_barrier_wait(&all_here);
	return arg;
}

static int crowd(void)
{
	pthread_t id[2 * WAVE];

	pthread_barrier_init(&all_here, NULL, 2 * WAVE);
	for (int i = 0; i < 2 * WAVE; i++)
		if (pthread_create(&id[i], NULL, meet, NULL))
			return 1;
	for (int i = 0; i < 2 * WAVE; i++)
		pthread_join(id[i], NULL);
	return 0;
}

static int wave(int detached)
{
	pthread_t id[WAVE];
	int made = 0;

	for (int i = 0; i < WAVE; i++)
		if (pthread_create(&id[made], NULL, run,
				   detached ? &done : NULL) == 0)
			made++;
	for (int i = 0; i < made; i++)
		if (detached)
			pthread_detach(id[i]);
		else
			pthread_join(id[i], NULL);
	for (int i = 0; detached && i < made; i++)
		sem_wait(&done);
	return made;
}

int main(int argc, char **argv)
{
	int waves = stress_rounds(argc, argv, 2000) / WAVE, made = 0;
	struct stress_size warm;

	parent = getppid();
	sem_init(&done, 0, 0);
	if (crowd())
		return 1;
	warm = stress_size();
	for (int i = 0; i < waves; i++)
		made += wave(i % 2);
	printf("%d of %d threads were well\n", good, made);
	usleep(50000); /* the last of the detached are on their way out */
	return !stress_is_flat(warm) || good != made || made != waves * WAVE;
}
