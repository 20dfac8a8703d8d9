/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * A sleep that is stopped and continued goes on (restart_syscall) and takes
 * its whole time. Fails when the gate's instruction is not restarted as the
 * kernel left it: holds by no code standing between it and the kernel.
 */
#define _GNU_SOURCE
#include "sig.h"

static void sleeper(void)
{
	struct timespec ts = {1, 0};
	double start = now();

	CHECK(nanosleep(&ts, NULL) == 0);
	CHECK(now() - start >= 1);
	CHECK(getppid() > 1);
}

int main(void)
{
	pid_t child;
	int status;

	child = fork();
	if (child == 0) {
		sleeper();
		_exit(failed);
	}
	for (int i = 0; i < 3; i++) {
		usleep(10000);
		kill(child, SIGSTOP);
		CHECK(waitpid(child, &status, WUNTRACED) == child);
		printf("stopped %d by %d\n", WIFSTOPPED(status),
		       WSTOPSIG(status));
		kill(child, SIGCONT);
		CHECK(waitpid(child, &status, WCONTINUED) == child);
		printf("continued %d\n", WIFCONTINUED(status));
	}
	CHECK(waitpid(child, &status, 0) == child);
	printf("ended with %d\n", WEXITSTATUS(status));
	return failed;
}
