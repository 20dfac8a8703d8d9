/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * SIGSEGV arrives while a handler of a script runs, and SIGUSR1 behind each
 * fourth of the instructions before SIGSEGV is sent to the program: both are
 * handled once, also where the handler of SIGUSR1 leaves by siglongjmp. Fails
 * where held_send_due() can be interrupted while it has SIGSEGV in its hands.
 */
#define _GNU_SOURCE
#include <setjmp.h>

#include "steps.h"

#define STEPS 60
#define IN_HOOK 600 /* from the call's instruction: a handler runs */
#define MOST 2000   /* from there until SIGSEGV is sent, at most */
#define BEYOND 4000 /* no turn ends behind the next breakpoint */

static volatile int on_way, sent, jumps;
static sigjmp_buf back;

STEPS_GETUID(broken_getuid);

static void on_usr1(int sig)
{
	(void)sig;
	on_way++;
	if (jumps)
		siglongjmp(back, 1);
}

static void on_segv(int sig)
{
	(void)sig;
	sent++;
}

static void child(void)
{
	struct sigaction act = {.sa_handler = on_segv};

	signal(SIGUSR1, on_usr1);
	sigaddset(&act.sa_mask, SIGUSR1);
	sigaction(SIGSEGV, &act, NULL);
	for (volatile int i = 0; i < STEPS; i++) {
		on_way = sent = 0;
		jumps = i % 2;
		if (sigsetjmp(back, 1) == 0)
			broken_getuid();
		getuid();
		steps_wait(BEYOND);
		if (on_way != 1)
			_exit(7);
		if (sent != 1)
			_exit(sent ? 6 : 5);
	}
	_exit(3);
}

int main(void)
{
	struct steps s;
	int turns, to_sending = 0;

	steps_trace(&s, child);
	for (turns = 0; WIFSTOPPED(s.status); turns++) {
		s.is_there = 0;
		steps_walk(&s, IN_HOOK);
		kill(s.pid, SIGSEGV);
		steps_to_signal(&s, SIGSEGV, MOST); /* it arrives, */
		if (turns < 2)			    /* and is sent again */
			to_sending = steps_to_signal(&s, SIGSEGV, MOST);
		else
			steps_walk(&s, to_sending - 4 * turns + 8);
		kill(s.pid, SIGUSR1);
		steps_go_on(&s);
	}
	CHECK(s.status == 3 << 8);
	CHECK(turns == STEPS);
	return verdict();
}
