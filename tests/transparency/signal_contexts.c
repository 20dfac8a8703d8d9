/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * setcontext out of a handler, and coroutines that swapcontext while signals
 * come. Fails without guard_lower() in
 * hook_stack.c. That calls which were left still count as under
 * way ends the hooks, not the program, and does not show here.
 */
#define _GNU_SOURCE
#include "sig.h"

static ucontext_t start, coroutine[2];
static _Alignas(64) char stacks[2][65536];
static volatile sig_atomic_t ticks, leave, left;
static volatile int turns[2], wrong;
static pid_t parent;

static void on_alarm(int sig, siginfo_t *info, void *context)
{
	(void)sig, (void)info, (void)context;
	ticks++;
	if (leave) {
		leave = 0;
		setcontext(&start);
	}
}

static void run(int self)
{
	for (;;) {
		wrong += raw0(SYS_getppid) != parent;
		turns[self]++;
		swapcontext(&coroutine[self], &coroutine[!self]);
	}
}

static void make(int i)
{
	getcontext(&coroutine[i]);
	coroutine[i].uc_stack.ss_sp = stacks[i];
	coroutine[i].uc_stack.ss_size = sizeof(stacks[i]);
	makecontext(&coroutine[i], (void (*)(void))run, 1, i);
}

/* setcontext() to here, from a handler that came anywhere in it. */
static void leave_often(void)
{
	getcontext(&start);
	if (left++ < 100) {
		leave = 1;
		for (;;)
			wrong += raw0(SYS_getppid) != parent;
	}
}

static void on_last(int sig, siginfo_t *info, void *context)
{
	(void)sig, (void)info, (void)context;
	if (++ticks >= 100)
		setcontext(&start);
}

int main(void)
{
	static volatile int done;

	parent = getppid();
	handle(SIGALRM, on_alarm, 0);
	alarm_every(1000);
	leave_often();
	alarm_every(0);
	printf("left %d times, mask %lx\n", left - 1, blocked());
	make(0);
	make(1);
	ticks = 0;
	handle(SIGALRM, on_last, 0);
	alarm_every(1000);
	getcontext(&start);
	if (!done++)
		setcontext(&coroutine[0]);
	alarm_every(0);
	printf("turns %d, even %d, wrong %d\n", turns[0] > 100,
	       turns[0] - turns[1] < 2, wrong);
	return failed;
}
