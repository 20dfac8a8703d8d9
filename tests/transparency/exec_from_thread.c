/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * A thread that is not the first calls exec while others are in calls: the
 * process keeps its number, is the new program, has one thread, and mask and
 * ignored signals come along. Fails without sigmask_before_exec(): the new
 * program finds SIGSEGV unblocked.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tasks.h"

static char *program;

static void *calls(void *arg)
{
	(void)arg;
	for (;;)
		getppid();
	return NULL;
}

static void *waits(void *arg)
{
	(void)arg;
	for (;;)
		pause();
	return NULL;
}

static void *execs(void *arg)
{
	char number[16];
	sigset_t mask;

	(void)arg;
	sigemptyset(&mask);
	sigaddset(&mask, SIGUSR1);
	sigaddset(&mask, SIGSEGV);
	pthread_sigmask(SIG_SETMASK, &mask, NULL);
	signal(SIGUSR2, SIG_IGN);
	signal(SIGBUS, SIG_IGN);
	snprintf(number, sizeof(number), "%d", getpid());
	execl(program, program, number, NULL);
	abort();
}

static int new_program(int number)
{
	struct sigaction act;
	sigset_t mask;
	DIR *tasks = opendir("/proc/self/task");
	int n = 0;

	while (tasks && readdir(tasks))
		n++;
	CHECK(n == 3); /* with . and .. */
	CHECK(getpid() == number && gettid() == number);
	sigprocmask(SIG_BLOCK, NULL, &mask);
	CHECK(sigismember(&mask, SIGUSR1) && sigismember(&mask, SIGSEGV));
	CHECK(!sigismember(&mask, SIGBUS) && !sigismember(&mask, SIGUSR2));
	sigaction(SIGUSR2, NULL, &act);
	CHECK(act.sa_handler == SIG_IGN);
	sigaction(SIGBUS, NULL, &act);
	CHECK(act.sa_handler == SIG_IGN);
	return verdict();
}

int main(int argc, char **argv)
{
	pthread_t t;

	program = argv[0];
	if (argc > 1)
		return new_program(atoi(argv[1]));
	pthread_create(&t, NULL, calls, NULL);
	pthread_create(&t, NULL, waits, NULL);
	pthread_create(&t, NULL, execs, NULL);
	calls(NULL);
}
