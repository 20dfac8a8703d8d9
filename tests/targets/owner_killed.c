/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * owner_killed HOW: of two processes with one memory, one is killed in a
 * handler of its sched_yield, which goes on for long. HOW: child, parent: which
 * one.
 */
#define _GNU_SOURCE
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "raw.h"

#define STACK 262144

/* Of what both have. */
static volatile int begun;

static int stay(void *unused)
{
	(void)unused;
	begun = 1;
	raw0(SYS_sched_yield);
	return 0;
}

/* Its calls are hooked, and the other one's handler holds the interpreter. */
static int go_on(void *unused)
{
	(void)unused;
	while (!begun)
		;
	for (int i = 0; i < 1000; i++)
		raw0(SYS_getppid);
	puts("goes on");
	fflush(stdout);
	return 0;
}

int main(int argc, char **argv)
{
	int child_is_killed = argc > 1 && !strcmp(argv[1], "child");
	/* seen by the process that kills, too */
	volatile int *shared = mmap(NULL, 4096, PROT_READ | PROT_WRITE,
				    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	char *stack = mmap(NULL, STACK, PROT_READ | PROT_WRITE,
			   MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	pid_t killer = fork();
	pid_t child;

	if (killer == 0) {
		while (!*shared)
			usleep(1000);
		usleep(200000);
		kill(*shared, SIGKILL);
		_exit(0);
	}
	child = clone(child_is_killed ? stay : go_on, stack + STACK,
		      CLONE_VM | CLONE_FILES | SIGCHLD, NULL);
	if (!child_is_killed) {
		*shared = getpid();
		stay(NULL);
		return 2;
	}
	*shared = child;
	go_on(NULL);
	return waitpid(child, NULL, 0) == child ? 0 : 3;
}
