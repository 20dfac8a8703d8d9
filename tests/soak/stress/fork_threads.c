/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * fork_threads [ROUNDS]: eight threads fork at the same time, ROUNDS times
 * each, with calls, allocation and output of their own in between. The
 * children make calls and a thread, and fork once more.
 */
#include <pthread.h>
#include <stdatomic.h>
#include <sys/wait.h>
#include <unistd.h>

#include "stress.h"

#define THREADS 8

static atomic_int good;
static int rounds;

static void *count(void *arg)
{
	int *n = arg;

	for (int i = 0; i < 10; i++)
		*n += getppid() > 0;
	return NULL;
}

static int wait_for(pid_t pid, int wanted)
{
	int status;

	return pid > 0 && waitpid(pid, &status, 0) == pid &&
	       WIFEXITED(status) && WEXITSTATUS(status) == wanted;
}

static int child(pid_t parent)
{
	pthread_t t;
	pid_t pid;
	int n = 0;

	if (getppid() != parent || pthread_create(&t, NULL, count, &n))
		return 1;
	pthread_join(t, NULL);
	pid = fork();
	if (pid == 0)
		_exit(getppid() == 1 ? 3 : 5);
	return n == 10 && wait_for(pid, 5) ? 7 : 2;
}

static void *run(void *arg)
{
	pid_t parent = getpid();

	(void)arg;
	for (int i = 0; i < rounds; i++) {
		char *p = malloc((size_t)(i % 100) * 100 + 1);
		pid_t pid = fork();

		if (pid == 0)
			_exit(child(parent));
		memset(p, i, (size_t)(i % 100) * 100 + 1);
		good += wait_for(pid, 7);
		free(p);
	}
	return NULL;
}

static void run_all(int n)
{
	pthread_t t[THREADS];

	rounds = n;
	for (int i = 0; i < THREADS; i++)
		pthread_create(&t[i], NULL, run, NULL);
	for (int i = 0; i < THREADS; i++)
		pthread_join(t[i], NULL);
}

int main(int argc, char **argv)
{
	int all = stress_rounds(argc, argv, 500);
	struct stress_size warm;

	run_all(all / 10);
	warm = stress_size();
	run_all(all - all / 10);
	printf("%d of %d children were well\n", good, THREADS * all);
	return !stress_is_flat(warm) || good != THREADS * all;
}
