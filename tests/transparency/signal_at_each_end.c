/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * SIGUSR1 is sent behind each of the instructions that follow the kernel's part
 * of a fork, in a process with two threads: its handler has run when the call
 * is over. Fails where the guard is lowered behind the look at what is kept
 * (guard.h): what comes between the two stays kept, with all signals blocked,
 * until the next hooked call.
 */
#define _GNU_SOURCE
#include <pthread.h>
#include <sys/syscall.h>

#include "steps.h"

#define STEPS 130

static volatile int handled, late;

/* fork between two breakpoints; its child ends at once. */
long broken_fork(void);
__asm__(".pushsection .text\n.type broken_fork, @function\nbroken_fork:\n"
	" .cfi_startproc\n int3\n mov $57, %eax\n syscall\n"
	" test %eax, %eax\n jz 1f\n int3\n ret\n"
	"1: xor %edi, %edi\n mov $231, %eax\n syscall\n"
	" .cfi_endproc\n.size broken_fork, . - broken_fork\n.popsection\n");

static void on_usr1(int sig)
{
	(void)sig;
	handled++;
}

static void *waits(void *unused)
{
	for (;;)
		pause();
	return unused;
}

static void child(void)
{
	pthread_t thread;
	sigset_t all, before;

	sigfillset(&all);
	sigprocmask(SIG_SETMASK, &all, &before);
	if (pthread_create(&thread, NULL, waits, NULL))
		_exit(9);
	sigprocmask(SIG_SETMASK, &before, NULL);
	signal(SIGUSR1, on_usr1);
	for (int i = 0; i < STEPS; i++) {
		pid_t forked = (pid_t)broken_fork();

		late += handled != i + 1;
		if (end_of(forked) != 0)
			_exit(8);
	}
	_exit(handled != STEPS ? 7 : late ? 6 : 3);
}

int main(void)
{
	struct steps s;
	int turns;

	steps_trace(&s, child);
	for (turns = 0; WIFSTOPPED(s.status); turns++) {
		steps_through(&s, SYS_fork);
		steps_walk(&s, turns);
		kill(s.pid, SIGUSR1);
		steps_go_on(&s); /* behind the call */
		s.is_there = 0;
		steps_go_on(&s);
	}
	CHECK(s.status == 3 << 8);
	CHECK(turns == STEPS);
	return verdict();
}
