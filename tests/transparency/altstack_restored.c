/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * A handler that names another alternate stack: the kernel goes back to the one
 * before when it returns, or to what the handler has written to its context. A
 * handler on the alternate stack is not written over by later signals. And
 * sigaltstack(&stack, &stack). Fails when the program's alternate stack is
 * known from sigaltstack only.
 */
#define _GNU_SOURCE
#include <stdlib.h>

#include "sig.h"

#define SIZE 65536

static char *stacks[3];
static volatile sig_atomic_t edits, broken;

static int which(void)
{
	stack_t now;

	sigaltstack(NULL, &now);
	if (now.ss_flags & SS_DISABLE)
		return -1;
	for (int i = 0; i < 3; i++)
		if (now.ss_sp == stacks[i])
			return i;
	return 9;
}

static void name(int i)
{
	stack_t stack = {.ss_sp = stacks[i], .ss_size = SIZE};

	CHECK(sigaltstack(&stack, NULL) == 0);
}

static void on_main_stack(int sig, siginfo_t *info, void *context)
{
	ucontext_t *uc = context;

	(void)sig, (void)info;
	name(1);
	getppid();
	if (edits)
		uc->uc_stack.ss_sp = stacks[2];
}

static void tick(int sig, siginfo_t *info, void *context)
{
	volatile char deep[512];

	(void)sig, (void)info, (void)context;
	for (size_t i = 0; i < sizeof(deep); i++)
		deep[i] = 0x5a;
}

/* Calls on the alternate stack, with signals that run on it too. */
static void on_alternate(int sig, siginfo_t *info, void *context)
{
	volatile uint64_t words[64];

	(void)sig, (void)info, (void)context;
	for (uint64_t i = 0; i < 64; i++)
		words[i] = i * 0x123456789ul;
	for (int k = 0; k < 2000; k++) {
		getppid();
		for (uint64_t i = 0; i < 64; i++)
			broken |= words[i] != i * 0x123456789ul;
	}
}

int main(void)
{
	struct itimerval often = {{0, 200}, {0, 200}}, never = {0};
	stack_t stack;

	for (int i = 0; i < 3; i++)
		stacks[i] = mmap(NULL, SIZE, PROT_READ | PROT_WRITE,
				 MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	handle(SIGUSR1, on_main_stack, 0);
	handle(SIGALRM, tick, SA_ONSTACK | SA_RESTART);
	handle(SIGUSR2, on_alternate, SA_ONSTACK);
	for (edits = 0; edits < 2; edits++) {
		name(0);
		raise(SIGUSR1);
		printf("after the handler: %d\n", which());
		setitimer(ITIMER_REAL, &often, NULL);
		raise(SIGUSR2);
		setitimer(ITIMER_REAL, &never, NULL);
		CHECK(!broken);
	}
	name(0);
	stack = (stack_t){.ss_sp = stacks[1], .ss_size = SIZE};
	CHECK(syscall(SYS_sigaltstack, &stack, &stack) == 0);
	CHECK(stack.ss_sp == stacks[0] && which() == 1);
	setitimer(ITIMER_REAL, &often, NULL);
	raise(SIGUSR2);
	setitimer(ITIMER_REAL, &never, NULL);
	CHECK(!broken);
	return failed;
}
