/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * SIGUSR1 arrives while a handler of a script runs, and SIGSEGV behind each
 * sixth instruction of what follows, from the handler's end to beyond the
 * delivery of the first: both come to their handlers, once, and the call to its
 * result. Fails where the frame of the first is made below a stack pointer that
 * is still above it, as the kernel lays the frame of the second over it; and
 * where the second gets to its handler before the first, as that one is
 * delivered twice then.
 */
#define _GNU_SOURCE
#include "steps.h"

#define STEPS 200
#define IN_HOOK 600 /* from the call's instruction: a handler runs, */
#define TO_END 600  /* and from there: it is about to end */
#define BEYOND 4000 /* no turn ends behind the next breakpoint */

static volatile int kept, sent_meanwhile;

STEPS_GETUID(broken_getuid);

static void on_usr1(int sig)
{
	(void)sig;
	kept++;
}

static void on_segv(int sig)
{
	(void)sig;
	sent_meanwhile++;
}

static void child(void)
{
	signal(SIGUSR1, on_usr1);
	signal(SIGSEGV, on_segv);
	for (int i = 0; i < STEPS; i++) {
		if (broken_getuid() != getuid())
			_exit(8);
		steps_wait(BEYOND);
	}
	_exit(kept != STEPS ? 7 : sent_meanwhile != STEPS ? 6 : 3);
}

int main(void)
{
	struct steps s;
	int turns;

	steps_trace(&s, child);
	for (turns = 0; WIFSTOPPED(s.status); turns++) {
		s.is_there = 0;
		steps_walk(&s, IN_HOOK);
		kill(s.pid, SIGUSR1);
		steps_walk(&s, TO_END + 6 * turns);
		kill(s.pid, SIGSEGV);
		steps_go_on(&s);
	}
	CHECK(s.status == 3 << 8);
	CHECK(turns == STEPS);
	return verdict();
}
