/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * A stack that overflows, in plain code and inside a recursion of calls, is
 * survived on the alternate stack, and kills without one. Fails when install in
 * faults.c does not take SA_ONSTACK over.
 */
#include <setjmp.h>
#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

#include "check.h"

static sigjmp_buf out;
static volatile int depth;

static void on_segv(int sig)
{
	(void)sig;
	CHECK(getppid() > 0);
	siglongjmp(out, 1);
}

__attribute__((noinline)) static int overflow(int calls)
{
	volatile char mine[2000];

	mine[0] = (char)depth++;
	if (calls)
		getppid();
	/* never so, but the compiler cannot know */
	if (depth < 0)
		return 0;
	return overflow(calls) + mine[0];
}

static void child(int how)
{
	static char stack[65536];
	const stack_t alternate = {.ss_sp = stack, .ss_size = sizeof(stack)};
	struct sigaction act = {.sa_handler = on_segv};
	const struct rlimit none = {0, 0};

	setrlimit(RLIMIT_CORE, &none);
	if (how & 2) {
		act.sa_flags = SA_ONSTACK;
		sigaltstack(&alternate, NULL);
	}
	sigaction(SIGSEGV, &act, NULL);
	for (volatile int i = 0; i < 3; i++) {
		depth = 0;
		if (sigsetjmp(out, 1) == 0)
			overflow(how & 1);
		CHECK(depth > 100);
	}
	_exit(broken);
}

int main(void)
{
	const struct rlimit small = {1 << 20, 8 << 20};

	setrlimit(RLIMIT_STACK, &small);
	for (int how = 0; how < 4; how++) {
		pid_t pid = fork();

		if (pid == 0)
			child(how);
		printf("%d: status %#x\n", how, (unsigned int)end_of(pid));
	}
	return verdict();
}
