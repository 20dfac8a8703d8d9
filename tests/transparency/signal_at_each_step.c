/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * SIGSEGV is sent behind each of the first instructions of a call, wherever
 * these are: the handler finds the mask that the program has, and the call its
 * result. Fails without is_leaving() in faults.c where a call is a signal
 * (engine sud): on the way back from a handler of the library's the mask is
 * that handler's.
 */
#define _GNU_SOURCE
#include <signal.h>
#include <stdint.h>
#include <sys/ptrace.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <ucontext.h>
#include <unistd.h>

#include "check.h"

#define STEPS 400

static volatile int handled, astray;

/* getuid, behind a breakpoint */
long broken_getuid(void);
extern const char behind_breakpoint[];
__asm__(".pushsection .text\n.type broken_getuid, @function\n"
	"broken_getuid:\n .cfi_startproc\n int3\n"
	"behind_breakpoint:\n mov $102, %eax\n syscall\n ret\n"
	".cfi_endproc\n.size broken_getuid, . - broken_getuid\n"
	".popsection\n");

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

static void child(int ready)
{
	const struct sigaction act = {.sa_sigaction = on_segv,
				      .sa_flags = SA_SIGINFO};
	char byte;

	sigaction(SIGSEGV, &act, NULL);
	if (read(ready, &byte, 1) != 1)
		_exit(9);
	for (int i = 0; i < STEPS; i++)
		if (broken_getuid() != getuid())
			_exit(8);
	for (volatile int i = 0; i < STEPS; i++) /* the last ones lead here */
		;
	_exit(astray ? 7 : handled == STEPS ? 3 : 6);
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

static int is_breakpoint(pid_t pid)
{
	struct user_regs_struct regs = {0};

	ptrace(PTRACE_GETREGS, pid, NULL, &regs);
	return regs.rip == (uintptr_t)behind_breakpoint;
}

/* From one breakpoint so many steps, or up to the next one. */
static int step(pid_t pid, int steps)
{
	int status = 0x7f, is_there = 0;

	while (steps-- > 0 && WIFSTOPPED(status) && !is_there) {
		status = resume(pid, PTRACE_SINGLESTEP);
		is_there = WIFSTOPPED(status) && is_breakpoint(pid);
	}
	kill(pid, SIGSEGV);
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
		status = step(pid, sent++);
	CHECK(status == 3 << 8);
	CHECK(sent == STEPS);
	return verdict();
}
