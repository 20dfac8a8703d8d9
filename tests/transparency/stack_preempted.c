/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Two coroutines that a signal handler switches between while a call of one of
 * them is under way: each gets the result of its own call. Fails when calls
 * under way are taken to end in the opposite order to that in which they began.
 */
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <ucontext.h>
#include <unistd.h>

#include "check.h"

#define SIZE 131072

static ucontext_t home, context[2];
static int current, switches, results[2];

static void on_signal(int sig)
{
	int me = current;

	(void)sig;
	current = 1 - me;
	switches++;
	swapcontext(&context[me], &context[current]);
}

static void run(int me)
{
	for (int i = 0; i < 30; i++) {
		/* its handler runs before kill returns */
		results[me] += kill(getpid(), SIGUSR1) == 0;
		CHECK(write(-1, "", 1) == -1 && errno == EBADF);
		CHECK(getppid() > 0);
	}
	swapcontext(&context[me], &home);
}

int main(void)
{
	struct sigaction act = {.sa_handler = on_signal,
				.sa_flags = SA_NODEFER};

	sigaction(SIGUSR1, &act, NULL);
	for (int i = 0; i < 2; i++) {
		getcontext(&context[i]);
		context[i].uc_stack.ss_sp = malloc(SIZE);
		context[i].uc_stack.ss_size = SIZE;
		makecontext(&context[i], (void (*)(void))run, 1, i);
	}
	swapcontext(&home, &context[0]);
	printf("%d switches, %d and %d results\n", switches, results[0],
	       results[1]);
	return verdict();
}
