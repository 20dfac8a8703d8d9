/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * trace PROGRAM [ARG]...: every system call of it and of its children stops
 * twice for a tracer that only reads which call it is. What ptrace costs before
 * anything is done with it. Its exit status is PROGRAM's.
 */
#define _GNU_SOURCE
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/ptrace.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

#define OPTIONS                                                                \
	(PTRACE_O_TRACESYSGOOD | PTRACE_O_TRACEEXEC | PTRACE_O_TRACEFORK |     \
	 PTRACE_O_TRACEVFORK | PTRACE_O_TRACECLONE | PTRACE_O_EXITKILL)

static void run(char **words)
{
	if (ptrace(PTRACE_TRACEME, 0, NULL, NULL) == 0 && raise(SIGSTOP) == 0)
		execvp(*words, words);
	_exit(127);
}

/* The signal that a stopped task is to get. */
static int signal_of(pid_t pid, int status)
{
	int sig = WSTOPSIG(status);

	if (sig == (SIGTRAP | 0x80)) {
		ptrace(PTRACE_PEEKUSER, pid,
		       offsetof(struct user_regs_struct, orig_rax), NULL);
		return 0;
	}
	/* an event, or a new task's first stop */
	return status >> 16 || sig == SIGSTOP ? 0 : sig;
}

int main(int argc, char **argv)
{
	int status, result = 1;
	pid_t first, pid;

	if (argc < 2)
		return 2;
	first = fork();
	if (first == 0)
		run(argv + 1);
	if (waitpid(first, &status, 0) != first || !WIFSTOPPED(status))
		return 2;
	ptrace(PTRACE_SETOPTIONS, first, NULL, OPTIONS);
	ptrace(PTRACE_SYSCALL, first, NULL, 0);
	while ((pid = waitpid(-1, &status, __WALL)) > 0) {
		if (WIFSTOPPED(status))
			ptrace(PTRACE_SYSCALL, pid, NULL,
			       signal_of(pid, status));
		else if (pid == first)
			result = WIFEXITED(status) ? WEXITSTATUS(status) : 1;
	}
	return result;
}
