/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * A scheduler: a timer's handler switches to another of a few stacks, and back
 * in turn, so calls that were interrupted go on in another order than that in
 * which handlers are nested. Fails if one is made again or goes on with what
 * belongs to another: few tasks and exit handlers, or more tasks than contexts
 * are kept for.
 */
#define _GNU_SOURCE
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <ucontext.h>
#include <unistd.h>

#include "check.h"

#define TASKS 20
#define STACK 65536
#define SWITCHES 1500

static ucontext_t task[TASKS];
static char *stacks;
static int tasks, current, wrong;
static long switches;
static pid_t parent;

static void on_alarm(int sig)
{
	int before = current;

	(void)sig;
	if (++switches == SWITCHES)
		_exit(wrong);
	current = (current + 1) % tasks;
	swapcontext(&task[before], &task[current]);
}

/* A page mapped, written, and unmapped: not twice. */
static void run(void)
{
	sigset_t none;

	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	for (;;) {
		char *p = mmap(NULL, 4096, PROT_READ | PROT_WRITE,
			       MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

		wrong |= *p != 0 || getppid() != parent;
		*p = 1;
		wrong |= madvise(p, 4096, MADV_DONTNEED) || *p != 0;
		wrong |= munmap(p, 4096);
	}
}

static void schedule(void)
{
	struct sigaction act = {.sa_handler = on_alarm, .sa_flags = SA_RESTART};
	struct sigevent event = {.sigev_notify = SIGEV_SIGNAL,
				 .sigev_signo = SIGALRM};
	const struct itimerspec often = {{0, 100000}, {0, 100000}};
	timer_t timer;

	parent = getppid();
	sigfillset(&act.sa_mask);
	sigdelset(&act.sa_mask, SIGSEGV);
	sigaction(SIGALRM, &act, NULL);
	for (int i = 0; i < tasks; i++) {
		getcontext(&task[i]);
		task[i].uc_stack.ss_sp = stacks + i * STACK;
		task[i].uc_stack.ss_size = STACK;
		task[i].uc_sigmask = act.sa_mask;
		makecontext(&task[i], run, 0);
	}
	timer_create(CLOCK_MONOTONIC, &event, &timer);
	/* not before the first task runs: it would be saved from here */
	sigprocmask(SIG_SETMASK, &act.sa_mask, NULL);
	timer_settime(timer, 0, &often, NULL);
	setcontext(&task[0]);
}

static int holds(int count)
{
	pid_t child = fork();

	if (child)
		return end_of(child) == 0;
	tasks = count;
	schedule();
	_exit(2);
}

int main(void)
{
	stacks = mmap(NULL, TASKS * STACK, PROT_READ | PROT_WRITE,
		      MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	CHECK(holds(1));
	CHECK(holds(4));
	CHECK(holds(TASKS));
	return verdict();
}
