/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * A process with threads forks while a timer's signals come: fails, it hangs,
 * if a handler that runs on the way back from the fork waits for the lock that
 * is held across it.
 */
#define _GNU_SOURCE
#include <pthread.h>
#include <signal.h>
#include <sys/time.h>
#include <unistd.h>

#include "check.h"

#define FORKS 150

static void on_alarm(int sig)
{
	(void)sig;
	getppid();
}

static void *waits(void *unused)
{
	sigset_t all;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, NULL);
	for (;;)
		pause();
	return unused;
}

static int forks(void)
{
	struct sigaction act = {.sa_handler = on_alarm, .sa_flags = SA_RESTART};
	const struct itimerval often = {{0, 300}, {0, 300}};
	pthread_t thread;

	if (pthread_create(&thread, NULL, waits, NULL))
		return 2;
	sigaction(SIGALRM, &act, NULL);
	setitimer(ITIMER_REAL, &often, NULL);
	for (int i = 0; i < FORKS; i++) {
		pid_t child = fork();

		if (!child)
			_exit(0);
		if (child < 0 || end_of(child) != 0)
			return 3;
	}
	return 0;
}

/* Who hangs is killed; on a busy machine many signals come to one fork. */
int main(void)
{
	pid_t child = fork();
	int status = 0, ended = 0;

	if (!child)
		_exit(forks());
	for (int i = 0; i < 6000 && !ended; i++) {
		ended = waitpid(child, &status, WNOHANG);
		usleep(10000);
	}
	if (!ended)
		kill(child, SIGKILL);
	CHECK(ended == child && status == 0);
	return verdict();
}
