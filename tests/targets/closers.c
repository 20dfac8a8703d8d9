/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * closers N: two threads close a descriptor N times that nobody has, 90 and 91,
 * while the main thread calls fsync.
 */
#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

static long calls;
static int running = 2;

static void *closer(void *fd)
{
	for (long i = 0; i < calls; i++)
		close((int)(long)fd);
	__atomic_fetch_sub(&running, 1, __ATOMIC_SEQ_CST);
	return NULL;
}

int main(int argc, char **argv)
{
	pthread_t threads[2];

	calls = argc > 1 ? atol(argv[1]) : 1;
	for (long i = 0; i < 2; i++)
		pthread_create(&threads[i], NULL, closer, (void *)(90 + i));
	while (__atomic_load_n(&running, __ATOMIC_SEQ_CST))
		fsync(-1);
	for (int i = 0; i < 2; i++)
		pthread_join(threads[i], NULL);
	return 0;
}
