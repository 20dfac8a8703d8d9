/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Coroutines on heap stacks, switched with swapcontext between and around
 * calls. Fails when sigmask.c's change loses a mask that is set, and when a
 * result loses its upper half.
 */
#include <signal.h>
#include <stdlib.h>
#include <ucontext.h>
#include <unistd.h>

#include "check.h"

#define COUNT 5
#define SIZE 32768

static ucontext_t home, context[COUNT];
static int steps[COUNT];

/* Each under a mask of its own, which swapcontext sets. */
static void run(int me)
{
	int fd[2], blocked = me % 2 ? SIGUSR2 : SIGUSR1;
	sigset_t set;
	char c = 0;

	for (int i = 0; i < 40; i++) {
		CHECK(pipe(fd) == 0);
		CHECK(write(fd[1], &"abcde"[me], 1) == 1);
		swapcontext(&context[me], &context[(me + 1) % COUNT]);
		CHECK(read(fd[0], &c, 1) == 1 && c == "abcde"[me]);
		swapcontext(&context[me], &context[(me + 3) % COUNT]);
		CHECK(close(fd[0]) == 0 && close(fd[1]) == 0);
		sigprocmask(SIG_SETMASK, NULL, &set);
		CHECK(sigismember(&set, blocked));
		CHECK(!sigismember(&set, SIGUSR1 + SIGUSR2 - blocked));
		steps[me]++;
	}
	swapcontext(&context[me], &home);
}

int main(void)
{
	sigset_t set;

	for (int i = 0; i < COUNT; i++) {
		getcontext(&context[i]);
		context[i].uc_stack.ss_sp = malloc(SIZE);
		context[i].uc_stack.ss_size = SIZE;
		sigemptyset(&context[i].uc_sigmask);
		sigaddset(&context[i].uc_sigmask, i % 2 ? SIGUSR2 : SIGUSR1);
		makecontext(&context[i], (void (*)(void))run, 1, i);
	}
	swapcontext(&home, &context[0]);
	for (int i = 0; i < COUNT; i++)
		printf("%d: %d\n", i, steps[i]);
	sigprocmask(SIG_SETMASK, NULL, &set);
	CHECK(!sigismember(&set, SIGUSR1));
	return verdict();
}
