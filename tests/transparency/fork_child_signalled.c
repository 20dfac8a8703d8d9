/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * A process that has just been made is sent a signal, most likely before its
 * first instruction: its handler runs, once. Children of fork, and of clone
 * with a stack of their own, of a process with one thread and with two. Fails
 * where what has come to the child is forgotten together with what is kept for
 * its maker (signals_forget()).
 */
#define _GNU_SOURCE
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <unistd.h>

#include "check.h"

#define ROUNDS 20

static const int signals[] = {SIGUSR1, SIGBUS, SIGSEGV, SIGSYS, 40};
#define SIGNALS (sizeof(signals) / sizeof(signals[0]))

static volatile int handled;

static void on_signal(int sig)
{
	(void)sig;
	handled++;
}

static int in_child(void *unused)
{
	(void)unused;
	for (int i = 0; i < 5000 && !handled; i++)
		usleep(1000);
	_exit(handled == 1 ? 0 : 1);
}

static pid_t make_child(int with_stack)
{
	static char stack[65536] __attribute__((aligned(16)));
	pid_t child;

	if (with_stack)
		return clone(in_child, stack + sizeof(stack), SIGCHLD, NULL);
	child = fork();
	if (child == 0)
		in_child(NULL);
	return child;
}

static void signal_children(void)
{
	for (int i = 0; i < ROUNDS * (int)SIGNALS * 2; i++) {
		int sig = signals[i / 2 % (int)SIGNALS];
		pid_t child = make_child(i % 2);

		CHECK(child > 0 && kill(child, sig) == 0);
		if (end_of(child) != 0) {
			printf("signal %d, with a stack: %d\n", sig, i % 2);
			CHECK(0);
			return;
		}
	}
}

static void *waits(void *unused)
{
	for (;;)
		pause();
	return unused;
}

int main(void)
{
	pthread_t thread;
	sigset_t all, before;

	for (size_t i = 0; i < SIGNALS; i++)
		signal(signals[i], on_signal);
	signal_children();
	sigfillset(&all);
	sigprocmask(SIG_SETMASK, &all, &before);
	CHECK(pthread_create(&thread, NULL, waits, NULL) == 0);
	sigprocmask(SIG_SETMASK, &before, NULL);
	signal_children();
	return verdict();
}
