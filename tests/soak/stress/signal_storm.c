/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * signal_storm [CALLS]: four threads make CALLS calls each while a timer sends
 * a signal every millisecond, whose handler makes calls as well. Every call
 * returns what it should, no signal is lost for good, nothing grows.
 * Fails without thread_lock(): the script work then ends by SIGSEGV.
 */
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/time.h>
#include <unistd.h>

#include "stress.h"

#define THREADS 4

static atomic_long signals, wrong;
static int calls;
static pid_t parent;

static void on_alarm(int sig)
{
	int saved = errno;

	(void)sig;
	signals++;
	if (getppid() != parent || close(-1) != -1 || errno != EBADF)
		wrong++;
	errno = saved;
}

static void *run(void *arg)
{
	long good = 0;

	(void)arg;
	for (int i = 0; i < calls; i++) {
		errno = i;
		good += getppid() == parent && errno == i;
	}
	return (void *)good;
}

static long round_of_threads(void)
{
	pthread_t id[THREADS];
	long good = 0;

	for (int i = 0; i < THREADS; i++)
		if (pthread_create(&id[i], NULL, run, NULL))
			return -1;
	for (int i = 0; i < THREADS; i++) {
		void *n;

		pthread_join(id[i], &n);
		good += (long)n;
	}
	return good;
}

int main(int argc, char **argv)
{
	const struct itimerval every = {{0, 1000}, {0, 1000}}, never = {0};
	struct sigaction action = {.sa_handler = on_alarm,
				   .sa_flags = SA_RESTART};
	int rounds = stress_rounds(argc, argv, 1000000);
	struct stress_size warm;
	long good;

	parent = getppid();
	sigaction(SIGALRM, &action, NULL);
	setitimer(ITIMER_REAL, &every, NULL);
	calls = rounds / 10;
	good = round_of_threads();
	warm = stress_size();
	calls = rounds - calls;
	good += round_of_threads();
	while (!signals)
		pause();
	setitimer(ITIMER_REAL, &never, NULL);
	printf("%ld of %ld calls, %ld wrong in the handler\n", good,
	       (long)THREADS * rounds, (long)wrong);
	fprintf(stderr, "%ld signals\n", (long)signals);
	return !stress_is_flat(warm) || wrong || good != (long)THREADS * rounds;
}
