/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * The first process of a pid namespace makes another, in its memory, that is
 * the first of one more: both have the number 1, and make calls at the same
 * time, signals among them. Fails when a task is taken for the other because of
 * its number.
 */
#define _GNU_SOURCE
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "raw.h"
#include "tasks.h"

#define CALLS 3000

static char stack[65536] __attribute__((aligned(16)));
static atomic_int ready, arrived;

static int calls(void)
{
	for (int i = 0; i < CALLS; i++)
		if (raw0(SYS_gettid) != 1 || raw0(SYS_getppid) != 0)
			return 4;
	return 3;
}

static int second(void)
{
	ready = 1;
	return calls();
}

static void on_signal(int sig)
{
	(void)sig;
	arrived += raw0(SYS_getpid) == 1;
}

static int first(void)
{
	const long flags = CLONE_VM | CLONE_NEWPID | SIGCHLD;
	const long call[6] = {SYS_clone, flags, (long)(stack + sizeof(stack))};
	pid_t child;

	signal(SIGUSR1, on_signal);
	child = (pid_t)task_make(call, second);
	while (!ready)
		;
	for (int i = 0; i < 100; i++)
		raw3(SYS_tgkill, 1, 1, SIGUSR1);
	CHECK(calls() == 3);
	CHECK(exited(child) == 3);
	CHECK(arrived == 100);
	return broken;
}

int main(void)
{
	pid_t child;

	if (unshare(CLONE_NEWPID) && unshare(CLONE_NEWUSER | CLONE_NEWPID)) {
		puts("no other pid namespace may be made");
		return 77;
	}
	child = fork();
	if (child == 0)
		_exit(first());
	CHECK(exited(child) == 0);
	return verdict();
}
