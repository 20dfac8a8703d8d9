/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Forks while other threads are making system calls without a pause. */
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#define THREADS 4
#define FORKS 40

static atomic_int stop;

static void *spin(void *arg)
{
	(void)arg;
	while (!stop)
		getppid();
	return NULL;
}

static void *count(void *arg)
{
	int *n = arg;

	for (int i = 0; i < 10; i++)
		*n += getppid() > 0;
	return NULL;
}

/* The child has one thread; it may make more. */
static int child(pid_t parent)
{
	pthread_t t;
	int n = 0;

	if (getppid() != parent || pthread_create(&t, NULL, count, &n))
		return 1;
	pthread_join(t, NULL);
	return n == 10 ? 7 : 2;
}

int main(void)
{
	pthread_t t[THREADS];
	int good = 0;

	for (int i = 0; i < THREADS; i++)
		pthread_create(&t[i], NULL, spin, NULL);
	for (int i = 0; i < FORKS; i++) {
		pid_t parent = getpid(), pid = fork();
		int status;

		if (pid == 0)
			_exit(child(parent));
		waitpid(pid, &status, 0);
		good += status == 7 << 8;
	}
	stop = 1;
	for (int i = 0; i < THREADS; i++)
		pthread_join(t[i], NULL);
	printf("%d of %d children were well\n", good, FORKS);
	return good != FORKS;
}
