/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Ignored signals, also sent while blocked; SIGPIPE's default; SIGCHLD with
 * SIG_IGN and SA_NOCLDWAIT: no child to wait for. Holds by
 * faults_arrived() (faults.c) doing nothing for SIGSEGV and SIGBUS, which the
 * kernel never sees ignored: fails when it ends the program there.
 */
#define _GNU_SOURCE
#include "sig.h"

static volatile sig_atomic_t calls;

static void on_child(int sig, siginfo_t *info, void *context)
{
	(void)sig, (void)info, (void)context;
	calls++;
}

static void no_child(const char *what)
{
	pid_t child = fork();

	if (child == 0)
		_exit(3);
	CHECK(waitpid(child, NULL, 0) == -1 && errno == ECHILD);
	printf("%s: %d\n", what, calls);
	calls = 0;
}

static void broken_pipe(void)
{
	int ends[2];

	CHECK(pipe(ends) == 0);
	close(ends[0]);
	CHECK(write(ends[1], "x", 1) == -1);
	CHECK(!"killed");
}

int main(void)
{
	static const int signals[] = {SIGUSR1, SIGSEGV, SIGBUS, SIGSYS, 40};
	int status = status_of(broken_pipe), ends[2];

	printf("SIGPIPE: %d\n", WIFSIGNALED(status) ? WTERMSIG(status) : -1);
	signal(SIGPIPE, SIG_IGN);
	CHECK(pipe(ends) == 0 && close(ends[0]) == 0);
	CHECK(write(ends[1], "x", 1) == -1 && errno == EPIPE);

	for (size_t i = 0; i < sizeof(signals) / sizeof(signals[0]); i++) {
		signal(signals[i], SIG_IGN);
		kill(getpid(), signals[i]);
		mask_call(SIG_BLOCK, bit(signals[i]));
		kill(getpid(), signals[i]);
		CHECK(mask_call(SIG_UNBLOCK, bit(signals[i])) == 0);
		CHECK(signal(signals[i], SIG_DFL) == SIG_IGN);
	}

	fflush(stdout);
	signal(SIGCHLD, SIG_IGN);
	no_child("ignored");
	handle(SIGCHLD, on_child, SA_NOCLDWAIT);
	no_child("SA_NOCLDWAIT");
	return failed;
}
