/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * All signals blocked and read from a signalfd, then a filter that kills, or
 * refuses, all calls but a few: fails if the runtime reads the program's memory
 * by calls that are not among them.
 */
#define _GNU_SOURCE
#include <signal.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "check.h"
#include "seccomp.h"

static const int list[] = {
	SYS_read,	  SYS_write,	      SYS_rt_sigaction,
	SYS_rt_sigreturn, SYS_rt_sigprocmask, SYS_exit_group,
};

static void on_usr1(int sig)
{
	(void)sig;
}

static void child(unsigned int others)
{
	struct sigaction act = {.sa_handler = on_usr1}, now;
	sigset_t all, old;

	sigfillset(&all);
	if (sigprocmask(SIG_BLOCK, &all, NULL) || signalfd(-1, &all, 0) < 0)
		_exit(2);
	if (seccomp_allow_only(list, sizeof(list) / sizeof(list[0]), others))
		_exit(3);
	if (sigaction(SIGUSR1, &act, NULL) || sigaction(SIGUSR1, NULL, &now))
		_exit(4);
	if (now.sa_handler != on_usr1)
		_exit(5);
	if (sigprocmask(SIG_SETMASK, NULL, &old) || !sigismember(&old, SIGHUP))
		_exit(6);
	_exit(0);
}

int main(void)
{
	static const unsigned int others[] = {SECCOMP_RET_KILL_PROCESS,
					      SECCOMP_RET_ERRNO | 1};

	for (int i = 0; i < 2; i++) {
		pid_t pid = fork();

		if (!pid)
			child(others[i]);
		printf("%x\n", end_of(pid));
	}
	return verdict();
}
