/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * A call is under way on one alternate stack while signals' handlers run on
 * another, each of which names the first one in its context: altstack_edited.c.
 * Prints what the calls return that make a difference.
 */
#define _GNU_SOURCE
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <sys/syscall.h>
#include <ucontext.h>
#include <unistd.h>

#include "raw.h"
#include "two_stacks.h"

static int ends[2];

/* A call is under way on stack 0. */
static void meanwhile(int sig, siginfo_t *info, void *context)
{
	ucontext_t *uc = context;

	(void)sig;
	(void)info;
	raw0(SYS_getppid);
	raw0(SYS_getppid);
	uc->uc_stack = (stack_t){.ss_sp = stacks[0], .ss_size = STACK_SIZE};
}

static void waits(int sig, siginfo_t *info, void *context)
{
	char c;

	(void)sig;
	(void)info;
	(void)context;
	set_stack(1, 0);
	printf("read %ld\n", raw3(SYS_read, ends[0], (long)&c, 1));
	printf("getppid %d\n", raw0(SYS_getppid) == getppid());
}

static void *sends(void *to)
{
	for (int i = 0; i < 5; i++) {
		usleep(20000);
		pthread_kill((pthread_t)to, SIGUSR2);
	}
	usleep(20000);
	raw3(SYS_write, ends[1], (long)"x", 1);
	return NULL;
}

int main(void)
{
	struct sigaction act = {.sa_flags = SA_SIGINFO | SA_ONSTACK |
					    SA_RESTART};
	sigset_t all, before;
	pthread_t thread;

	act.sa_sigaction = waits;
	sigaction(SIGUSR1, &act, NULL);
	act.sa_sigaction = meanwhile;
	sigaction(SIGUSR2, &act, NULL);
	if (pipe(ends))
		return 2;
	sigfillset(&all);
	pthread_sigmask(SIG_BLOCK, &all, &before);
	if (pthread_create(&thread, NULL, sends, (void *)pthread_self()))
		return 2;
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	set_stack(0, SS_AUTODISARM);
	raise(SIGUSR1);
	pthread_join(thread, NULL);
	return 0;
}
