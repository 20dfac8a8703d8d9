/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * SIGSEGV is sent behind each of the first instructions of a call, wherever
 * these are: the handler finds the mask that the program has, and the call its
 * result. Fails without is_leaving() in faults.c where a call is a signal
 * (engine sud): on the way back from a handler of the library's the mask is
 * that handler's.
 */
#define _GNU_SOURCE
#include <ucontext.h>

#include "steps.h"

#define STEPS 400

static volatile int handled, astray;

STEPS_GETUID(broken_getuid);

static void on_segv(int sig, siginfo_t *info, void *context)
{
	const ucontext_t *uc = context;

	(void)sig;
	(void)info;
	handled++;
	for (int i = 1; i < 32; i++)
		astray += i != SIGKILL && i != SIGSTOP &&
			  sigismember(&uc->uc_sigmask, i);
}

static void child(void)
{
	const struct sigaction act = {.sa_sigaction = on_segv,
				      .sa_flags = SA_SIGINFO};

	sigaction(SIGSEGV, &act, NULL);
	for (int i = 0; i < STEPS; i++)
		if (broken_getuid() != getuid())
			_exit(8);
	steps_wait(STEPS);
	_exit(astray ? 7 : handled == STEPS ? 3 : 6);
}

int main(void)
{
	struct steps s;
	int sent;

	steps_trace(&s, child);
	for (sent = 0; WIFSTOPPED(s.status); sent++) {
		s.is_there = 0;
		steps_walk(&s, sent);
		kill(s.pid, SIGSEGV);
		steps_go_on(&s);
	}
	CHECK(s.status == 3 << 8);
	CHECK(sent == STEPS);
	return verdict();
}
