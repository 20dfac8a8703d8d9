/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * SA_NODEFER lets a handler be interrupted by its own signal; without it the
 * signal waits. The same for SIGSEGV. Fails without sigmask_enter()
 * (sigmask.c), which for SIGSEGV does the kernel's part.
 */
#define _GNU_SOURCE
#include "sig.h"

static volatile sig_atomic_t depth, deepest, calls;

static void on_signal(int sig, siginfo_t *info, void *context)
{
	(void)info, (void)context;
	depth++;
	if (depth > deepest)
		deepest = depth;
	if (++calls < 5)
		kill(getpid(), sig);
	getppid();
	depth--;
}

int main(void)
{
	const int signals[] = {SIGUSR1, SIGSEGV, SIGBUS, SIGRTMIN};

	for (int i = 0; i < 8; i++) {
		int sig = signals[i / 2];

		handle(sig, on_signal, i % 2 ? SA_NODEFER : 0);
		calls = deepest = 0;
		kill(getpid(), sig);
		CHECK(calls == 5);
		CHECK(deepest == (i % 2 ? 5 : 1));
		CHECK(blocked() == 0);
	}
	puts("done");
	return failed;
}
