/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * vfork in all its forms in a process that has made a task sharing the
 * thread-local storage of its maker: also nested, from handlers, and with
 * exec. Fails without thread_vfork_parent: the child is not known to be one.
 */
#define _GNU_SOURCE
#include <sched.h>
#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "raw.h"
#include "tasks.h"

static char stack[65536] __attribute__((aligned(16)));
static volatile sig_atomic_t handled;

static int nothing(void)
{
	return raw0(SYS_getppid) > 0 ? 3 : 4;
}

static int nested(void)
{
	const long call[6] = {SYS_vfork};
	long child = task_make(call, nothing);
	int status = 0;

	raw6(SYS_wait4, child, (long)&status, 0, 0, 0, 0);
	return status == 3 << 8 ? 5 : 6;
}

static void on_signal(int sig)
{
	pid_t child = vfork();

	(void)sig;
	if (child == 0) {
		execl("/bin/false", "false", NULL);
		_exit(3);
	}
	handled += exited(child) == 1;
}

int main(void)
{
	const long shares[6] = {SYS_clone, CLONE_VM | SIGCHLD,
				(long)(stack + sizeof(stack))};
	const long vforks[6] = {SYS_vfork};
	const long clones[6] = {SYS_clone, CLONE_VM | CLONE_VFORK | SIGCHLD};

	signal(SIGUSR1, on_signal);
	CHECK(exited((int)task_make(shares, nothing)) == 3);
	for (int i = 0; i < 10; i++) {
		CHECK(exited((int)task_make(vforks, nothing)) == 3);
		CHECK(exited((int)task_make(clones, nested)) == 5);
		handled = 0;
		raise(SIGUSR1);
		CHECK(handled == 1);
		CHECK(exited((int)task_make(shares, nested)) == 5);
	}
	return verdict();
}
