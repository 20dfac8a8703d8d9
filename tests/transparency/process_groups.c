/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Sessions, process groups and signals to a group: who is in it gets the
 * signal, who is not does not. Not seen to fail with one mechanism switched
 * off: the calls are made by the program's own threads.
 */
#define _GNU_SOURCE
#include <signal.h>
#include <unistd.h>

#include "tasks.h"

static volatile sig_atomic_t told;
static int ready[2];

static void on_signal(int sig)
{
	(void)sig;
	told++;
	getppid();
}

/* Joins the group, says so, and waits for the group's signal. */
static pid_t member(pid_t group)
{
	pid_t child = fork();

	if (child == 0) {
		sigset_t none;

		sigemptyset(&none);
		setpgid(0, group);
		if (write(ready[1], "r", 1) != 1)
			_exit(1);
		alarm(20);
		while (!told)
			sigsuspend(&none);
		_exit(told == 1 ? 30 : 31);
	}
	setpgid(child, group);
	return child;
}

int main(void)
{
	pid_t leader, other, outside, child;
	sigset_t user;
	char c;

	child = fork();
	if (child == 0) {
		CHECK(setsid() == getpid() && getsid(0) == getpid());
		CHECK(getpgrp() == getpid());
		CHECK(setsid() == -1 && errno == EPERM);
		CHECK(setpgid(0, 0) == -1 && errno == EPERM);
		_exit(broken);
	}
	CHECK(exited(child) == 0);

	CHECK(pipe(ready) == 0);
	signal(SIGUSR1, on_signal);
	sigemptyset(&user);
	sigaddset(&user, SIGUSR1);
	sigprocmask(SIG_BLOCK, &user, NULL);
	leader = member(0);
	other = member(leader);
	outside = member(0);
	for (int i = 0; i < 3; i++)
		CHECK(read(ready[0], &c, 1) == 1);
	CHECK(getpgid(leader) == leader && getpgid(other) == leader);
	CHECK(killpg(leader, SIGUSR1) == 0);
	CHECK(exited(leader) == 30 && exited(other) == 30);
	CHECK(waitpid(outside, NULL, WNOHANG) == 0);
	CHECK(killpg(leader, 0) == -1 && errno == ESRCH);
	CHECK(kill(-outside, SIGUSR1) == 0 && exited(outside) == 30);
	CHECK(setpgid(getppid(), 0) == -1 && errno == ESRCH);
	CHECK(setpgid(0, -1) == -1 && errno == EINVAL);
	sigprocmask(SIG_UNBLOCK, &user, NULL);
	CHECK(told == 0);
	return verdict();
}
