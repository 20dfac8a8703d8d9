/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * A thread that blocks all signals sends one to the first thread, and SIGBUS or
 * SIGSEGV to the process, which only the first thread takes: both have been
 * handled when that thread has made one more call. Fails where the kernel,
 * which may not block them for us, hands the second one to the thread that sent
 * it, from where it comes back a moment later.
 */
/*
 * A thread that blocks all signals sends one to the first thread, and
 * SIGBUS or SIGSEGV to the process, which only the first thread takes: both
 * have been handled when that thread has made one more call. Fails where the
 * second, which arrives on the way into the first one's handler, is given back
 * to the process: the thread that blocks it gets it again.
 */
#define _GNU_SOURCE
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "tasks.h"

#define ROUNDS 30

static volatile int go, done, told, others;

static void on_ours(int sig)
{
	(void)sig;
	told++;
}

static void on_other(int sig)
{
	(void)sig;
	others++;
}

static void *sender(void *sig)
{
	const pid_t pid = getpid();

	while (!go)
		sched_yield();
	CHECK(syscall(SYS_tgkill, pid, pid, SIGUSR1) == 0);
	CHECK(kill(pid, *(const int *)sig) == 0);
	done = 1;
	return NULL;
}

static pthread_t start(int *sig)
{
	pthread_attr_t attr;
	pthread_t thread;
	sigset_t all;

	sigfillset(&all);
	pthread_attr_init(&attr);
	pthread_attr_setsigmask_np(&attr, &all);
	CHECK(pthread_create(&thread, &attr, sender, sig) == 0);
	pthread_attr_destroy(&attr);
	return thread;
}

static void rounds(int sig)
{
	int missed = 0;

	for (int i = 0; i < ROUNDS; i++) {
		pthread_t thread;

		go = done = told = others = 0;
		thread = start(&sig);
		go = 1;
		while (!done)
			getppid();
		getppid();
		missed += told != 1 || others != 1;
		pthread_join(thread, NULL);
	}
	CHECK(missed == 0);
}

int main(void)
{
	signal(SIGSEGV, on_ours);
	signal(SIGBUS, on_ours);
	signal(SIGUSR1, on_other);
	rounds(SIGBUS);
	rounds(SIGSEGV);
	return verdict();
}
