/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * A filter kills the process for every call but a few that it makes: calls,
 * signals, sleeps, memory. Fails when the library makes a call of its own on
 * the way of another, a first handler's stack or a change of mask.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "check.h"
#include "raw.h"
#include "seccomp.h"

static volatile int handled;

static void on_signal(int sig)
{
	(void)sig;
	handled++;
}

static void child(int how)
{
	static const int list[] = {
		SYS_read,    SYS_write, SYS_getpid,	  SYS_kill,
		SYS_getppid, SYS_close, SYS_rt_sigreturn, SYS_exit_group,
	};
	char text[8] = "";
	int fd[2];
	pid_t me = getpid();

	signal(SIGUSR1, on_signal);
	CHECK(pipe(fd) == 0);
	if (seccomp_allow_only(list, sizeof(list) / sizeof(list[0]),
			       SECCOMP_RET_KILL_PROCESS))
		_exit(77);
	for (int i = 0; i < 300; i++) {
		CHECK(write(fd[1], "abcd", 4) == 4);
		CHECK(read(fd[0], text, 4) == 4 && !memcmp(text, "abcd", 4));
		CHECK(getpid() == me && getppid() > 0);
		CHECK(kill(me, SIGUSR1) == 0);
		CHECK(close(-1) == -1 && errno == EBADF);
	}
	CHECK(handled == 300);
	if (how == 1)
		raw0(SYS_gettid);
	_exit(broken);
}

int main(void)
{
	const struct rlimit none = {0, 0};

	setrlimit(RLIMIT_CORE, &none);
	for (int how = 0; how < 2; how++) {
		int status;
		pid_t pid = fork();

		if (pid == 0)
			child(how);
		status = end_of(pid);
		if (status == 77 << 8)
			skip("no seccomp filters");
		printf("%d: status %#x\n", how, (unsigned int)status);
	}
	return verdict();
}
