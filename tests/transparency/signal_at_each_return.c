/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * SIGUSR2 is sent behind each second of the first instructions that a handler's
 * return consists of: the handler had interrupted a call, and that goes on as
 * if nothing had been. Fails where sigcontext_restore() gives its place away
 * before it has put back what is in it: the second signal's context takes that
 * place.
 */
#define _GNU_SOURCE
#include <signal.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

#include "check.h"

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

static void child(int ready)
{
	char byte;

	signal(SIGUSR1, break_handler);
	signal(SIGUSR2, count);
	if (read(ready, &byte, 1) != 1)
		_exit(9);
	for (int i = 0; i < STEPS; i++)
		if (kill(getpid(), SIGUSR1) != 0 || interrupted != i + 1)
			_exit(8);
	for (volatile int i = 0; i < STEPS; i++) /* the last ones lead here */
		;
	_exit(handled == STEPS ? 3 : 6);
}

/* Go on, or step, up to the next trap: what comes on the way is handed on. */
static int resume(pid_t pid, int how)
{
	long sig = 0;
	int status;

	for (;;) {
		if (ptrace(how, pid, NULL, (void *)sig) ||
		    waitpid(pid, &status, 0) != pid)
			return 0;
		if (!WIFSTOPPED(status) || WSTOPSIG(status) == SIGTRAP)
			return status;
		sig = WSTOPSIG(status);
	}
}

/* The second signal's handler returns to behind it, too. */
static int is_breakpoint(pid_t pid)
{
	siginfo_t info = {0};

	ptrace(PTRACE_GETSIGINFO, pid, NULL, &info);
	return info.si_code == SI_KERNEL;
}

/* From one breakpoint so many steps, or up to the next one. */
static int step(pid_t pid, int steps)
{
	int status = 0x7f, is_there = 0;

	while (steps-- > 0 && WIFSTOPPED(status) && !is_there) {
		status = resume(pid, PTRACE_SINGLESTEP);
		is_there = WIFSTOPPED(status) && is_breakpoint(pid);
	}
	kill(pid, SIGUSR2);
	return is_there || !WIFSTOPPED(status) ? status
					       : resume(pid, PTRACE_CONT);
}

int main(void)
{
	int pair[2], status = 0, sent = 0;
	pid_t pid;

	if (pipe(pair))
		return 1;
	pid = fork();
	if (pid == 0)
		child(pair[0]);
	if (ptrace(PTRACE_ATTACH, pid, NULL, NULL))
		skip("no right to trace");
	waitpid(pid, &status, 0);
	CHECK(write(pair[1], "x", 1) == 1);
	status = resume(pid, PTRACE_CONT);
	while (WIFSTOPPED(status))
		status = step(pid, 2 * sent++);
	CHECK(status == 3 << 8);
	CHECK(sent == STEPS);
	return verdict();
}
