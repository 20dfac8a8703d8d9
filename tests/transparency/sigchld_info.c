/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * SIGCHLD says who and how: exit, kill, stop and continue, with the number of
 * the child of fork, vfork and posix_spawn; ignored, children leave nothing to
 * wait for. Fails without vfork_on()'s copy of the stack.
 */
#define _GNU_SOURCE
#include <signal.h>
#include <spawn.h>
#include <unistd.h>

#include "tasks.h"

extern char **environ;

static volatile siginfo_t last;
static volatile sig_atomic_t count;

static void on_child(int sig, siginfo_t *info, void *context)
{
	(void)sig;
	(void)context;
	last.si_pid = info->si_pid;
	last.si_uid = info->si_uid;
	last.si_code = info->si_code;
	last.si_status = info->si_status;
	count++;
}

static void told(pid_t child, int code, int status)
{
	sigset_t none;

	sigemptyset(&none);
	while (!count)
		sigsuspend(&none);
	CHECK(count == 1 && last.si_pid == child && last.si_code == code);
	CHECK(last.si_status == status && last.si_uid == getuid());
	count = 0;
}

int main(void)
{
	struct sigaction act = {.sa_sigaction = on_child,
				.sa_flags = SA_SIGINFO | SA_RESTART};
	char *argv_of_false[] = {"false", NULL};
	sigset_t chld;
	pid_t child;

	alarm(20);
	sigemptyset(&chld);
	sigaddset(&chld, SIGCHLD);
	sigprocmask(SIG_BLOCK, &chld, NULL);
	sigaction(SIGCHLD, &act, NULL);
	for (volatile int i = 0; i < 10; i++) {
		child = fork();
		if (child == 0)
			_exit(i);
		told(child, CLD_EXITED, i);
		CHECK(exited(child) == i);
		child = vfork();
		if (child == 0)
			_exit(19);
		told(child, CLD_EXITED, 19);
		CHECK(exited(child) == 19);
		CHECK(posix_spawn(&child, "/bin/false", NULL, NULL,
				  argv_of_false, environ) == 0);
		told(child, CLD_EXITED, 1);
		CHECK(exited(child) == 1);
	}
	child = fork();
	if (child == 0)
		for (;;)
			pause();
	kill(child, SIGSTOP);
	told(child, CLD_STOPPED, SIGSTOP);
	kill(child, SIGCONT);
	told(child, CLD_CONTINUED, SIGCONT);
	kill(child, SIGKILL);
	told(child, CLD_KILLED, SIGKILL);
	CHECK(exited(child) == -SIGKILL);
	signal(SIGCHLD, SIG_IGN);
	child = fork();
	if (child == 0)
		_exit(1);
	CHECK(waitpid(child, NULL, 0) == -1 && errno == ECHILD);
	return verdict();
}
