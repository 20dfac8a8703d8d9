/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * SIGUSR2 is sent behind each second of the first instructions that a handler's
 * return consists of: the handler had interrupted a call, and that goes on as
 * if nothing had been. Fails where sigcontext_restore() gives its place away
 * before it has put back what is in it: the second signal's context takes that
 * place.
 */
#define _GNU_SOURCE
#include "steps.h"

#define STEPS 500

static volatile int handled, interrupted;

/* Returns behind a breakpoint. */
void break_handler(int sig);
__asm__(".pushsection .text\n.type break_handler, @function\n"
	"break_handler:\n .cfi_startproc\n incl interrupted(%rip)\n int3\n"
	" ret\n"
	".cfi_endproc\n.size break_handler, . - break_handler\n"
	".popsection\n");

static void count(int sig)
{
	(void)sig;
	handled++;
}

static void child(void)
{
	signal(SIGUSR1, break_handler);
	signal(SIGUSR2, count);
	for (int i = 0; i < STEPS; i++)
		if (kill(getpid(), SIGUSR1) != 0 || interrupted != i + 1)
			_exit(8);
	steps_wait(STEPS);
	_exit(handled == STEPS ? 3 : 6);
}

int main(void)
{
	struct steps s;
	int sent;

	steps_trace(&s, child);
	for (sent = 0; WIFSTOPPED(s.status); sent++) {
		s.is_there = 0;
		steps_walk(&s, 2 * sent);
		kill(s.pid, SIGUSR2);
		steps_go_on(&s);
	}
	CHECK(s.status == 3 << 8);
	CHECK(sent == STEPS);
	return verdict();
}
