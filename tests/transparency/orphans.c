/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * The parent dies: PR_SET_PDEATHSIG tells the child, and the child becomes the
 * subreaper's. Not seen to fail with one mechanism switched off: fork is
 * issued by the thread itself.
 */
#define _GNU_SOURCE
#include <signal.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "tasks.h"

static int out[2];

static void grandchild(pid_t parent, pid_t reaper)
{
	int told;
	sigset_t user;

	sigemptyset(&user);
	sigaddset(&user, SIGUSR1);
	sigprocmask(SIG_BLOCK, &user, NULL);
	prctl(PR_SET_PDEATHSIG, SIGUSR1);
	CHECK(prctl(PR_GET_PDEATHSIG, &told) == 0 && told == SIGUSR1);
	CHECK(getppid() == parent);
	if (write(out[1], "r", 1) != 1)
		_exit(1);
	alarm(20);
	CHECK(sigwaitinfo(&user, NULL) == SIGUSR1);
	CHECK(getppid() == reaper);
	_exit(broken ? 1 : 44);
}

int main(void)
{
	CHECK(pipe(out) == 0);
	CHECK(prctl(PR_SET_CHILD_SUBREAPER, 1) == 0);
	for (int i = 0; i < 5; i++) {
		pid_t reaper = getpid(), child = fork();
		int status;
		char c;

		if (child == 0) {
			pid_t self = getpid();

			if (fork() == 0)
				grandchild(self, reaper);
			CHECK(read(out[0], &c, 1) == 1);
			_exit(broken);
		}
		CHECK(exited(child) == 0);
		CHECK(waitpid(-1, &status, 0) > 0 && status == 44 << 8);
		CHECK(waitpid(-1, &status, 0) == -1 && errno == ECHILD);
	}
	return verdict();
}
