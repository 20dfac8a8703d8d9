/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * SIGCHLD for a child that exits, is killed, stops and goes on: CLD_* code,
 * status, pid. Holds by siginfo being the kernel's own: fails when a kept
 * signal is sent on without it (signals_deliver() in signals.c).
 */
#define _GNU_SOURCE
#include "sig.h"

static volatile sig_atomic_t calls, code, status, pid;

static void on_child(int sig, siginfo_t *info, void *context)
{
	(void)sig, (void)context;
	code = info->si_code;
	status = info->si_status;
	pid = info->si_pid;
	calls++;
}

/* What the next SIGCHLD says; calls are made until it comes. */
static void next(const char *what, pid_t child)
{
	while (!calls)
		getppid();
	printf("%s: code %d status %d right %d\n", what, code, status,
	       pid == child);
	calls = 0;
}

int main(void)
{
	for (int i = 0; i < 5; i++) {
		int ends[2];
		pid_t child;
		int how;

		handle(SIGCHLD, on_child, SA_RESTART);
		if (pipe(ends))
			return 1;
		fflush(stdout);
		child = fork();
		if (child == 0) {
			char c;

			close(ends[1]);
			while (read(ends[0], &c, 1) != 0)
				;
			_exit(42);
		}
		close(ends[0]);
		kill(child, SIGSTOP);
		next("stopped", child);
		CHECK(waitpid(child, &how, WUNTRACED) == child);
		CHECK(WIFSTOPPED(how) && WSTOPSIG(how) == SIGSTOP);
		kill(child, SIGCONT);
		next("continued", child);
		CHECK(waitpid(child, &how, WCONTINUED) == child);
		CHECK(WIFCONTINUED(how));
		if (i % 2)
			kill(child, SIGKILL);
		close(ends[1]);
		next("ended", child);
		CHECK(waitpid(child, &how, 0) == child);
		printf("%d %d\n", WIFEXITED(how) ? WEXITSTATUS(how) : -1,
		       WIFSIGNALED(how) ? WTERMSIG(how) : 0);
		handle(SIGCHLD, on_child, SA_NOCLDSTOP);
	}
	return failed;
}
