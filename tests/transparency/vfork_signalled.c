/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * A signal that comes while a vfork child is under way is handled by the parent
 * when the child has gone. What the handler does is the parent's: the handler
 * that it names is there later, the end by exit() is the parent's, and after
 * siglongjmp calls are hooked as before. Fails when it runs while the parent's
 * record is still the child's.
 */
#define _GNU_SOURCE
#include <setjmp.h>
#include <stdlib.h>

#include "sig.h"

static volatile sig_atomic_t count;
static sigjmp_buf back;

static void again(int sig, siginfo_t *info, void *context)
{
	(void)info, (void)context;
	count++;
	handle(sig, again, SA_RESTART);
	for (int i = 0; i < 5; i++)
		getppid();
}

static void leave(int sig, siginfo_t *info, void *context)
{
	(void)sig, (void)info, (void)context;
	count++;
	siglongjmp(back, 1);
}

static void end(int sig, siginfo_t *info, void *context)
{
	(void)sig, (void)info, (void)context;
	exit(4);
}

static void make_child(void)
{
	pid_t child = vfork();
	int status;

	if (child == 0) {
		kill(getppid(), SIGUSR1);
		_exit(0);
	}
	while (waitpid(child, &status, 0) < 0 && errno == EINTR)
		;
}

int main(void)
{
	handle(SIGUSR1, again, SA_RESTART);
	for (int i = 0; i < 20; i++)
		make_child();
	raise(SIGUSR1);
	printf("again: %d\n", count);
	handle(SIGUSR1, leave, SA_RESTART);
	for (volatile int i = 0; i < 1000; i++) {
		if (sigsetjmp(back, 1) == 0)
			make_child();
		while (waitpid(-1, NULL, 0) > 0)
			;
	}
	printf("leave: %d\n", count);
	fflush(stdout);
	handle(SIGUSR1, end, 0);
	make_child();
	puts("not reached");
	return failed;
}
