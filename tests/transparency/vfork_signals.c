/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Signals around vfork: the child's own handler runs on the shared memory, a
 * child may be killed, also by a fault and in its handler, what is sent to the
 * parent waits for the child, and the parent's SIGCHLD handler runs. Fails
 * without vfork_on(), and without its own level for the child's handlers.
 */
#define _GNU_SOURCE
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "tasks.h"

static volatile sig_atomic_t user_in, alarms, children, deadly;

static void on_user(int sig)
{
	(void)sig;
	user_in = getpid();
	if (deadly)
		kill(getpid(), SIGKILL);
}

static void on_usr2(int sig)
{
	(void)sig;
	alarms = getpid();
}

static void on_child(int sig)
{
	int keep = errno;

	(void)sig;
	children++;
	getppid();
	errno = keep;
}

static pid_t child_of(int how, volatile pid_t *is)
{
	pid_t parent = getpid(), child = vfork();

	if (child == 0) {
		*is = getpid();
		kill(parent, SIGUSR2);
		switch (how) {
		case 0:
			raise_here(SIGUSR1);
			_exit(7);
		case 1:
			raise_here(SIGKILL);
			_exit(1);
		case 2:
			signal(SIGSEGV, SIG_DFL);
			*(volatile int *)4096 = 1;
			_exit(1);
		case 3:
			deadly = 1;
			raise_here(SIGUSR1);
			_exit(1);
		}
	}
	return child;
}

int main(void)
{
	static const int ends[] = {7 << 8, SIGKILL, SIGSEGV, SIGKILL};
	int count = 0;

	signal(SIGUSR1, on_user);
	signal(SIGUSR2, on_usr2);
	signal(SIGCHLD, on_child);
	for (int i = 0; i < 20; i++) {
		volatile pid_t is = 0;
		pid_t child;

		user_in = alarms = deadly = 0;
		child = child_of(i % 4, &is);
		CHECK(child > 0 && is == child);
		CHECK((end_of(child) & ~0x80) == ends[i % 4]);
		CHECK(user_in == (i % 4 == 0 || i % 4 == 3 ? child : 0));
		CHECK(alarms == getpid());
		count++;
		CHECK(children == count);
		raise(SIGUSR2); /* calls of the parent go on as before */
	}
	return verdict();
}
