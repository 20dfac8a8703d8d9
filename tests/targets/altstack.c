/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* A signal handler on an alternate stack, making system calls there. */
#define _GNU_SOURCE
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static char *stack;
static size_t size = 32768;
static volatile int on_it, pid;

static void on_usr1(int sig)
{
	char here;

	(void)sig;
	on_it = &here >= stack && &here < stack + size;
	pid = getpid();
}

int main(void)
{
	struct sigaction action = {.sa_handler = on_usr1,
				   .sa_flags = SA_ONSTACK};
	stack_t ss = {0}, now;

	stack = malloc(size);
	ss.ss_sp = stack;
	ss.ss_size = size;
	sigaltstack(&ss, NULL);
	sigaction(SIGUSR1, &action, NULL);
	for (int i = 0; i < 10; i++)
		raise(SIGUSR1);
	sigaltstack(NULL, &now);
	printf("on it %d, right pid %d, kept %d\n", on_it, pid == getpid(),
	       now.ss_sp == stack && now.ss_size == size && !now.ss_flags);
	return 0;
}
