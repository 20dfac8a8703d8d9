/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * clone and clone3 as vfork is made of them, without libc and without a stack,
 * and the call vfork itself: the child runs on its maker's stack, writes below
 * it, execs or exits. Fails without vfork_on()'s copy of the stack, and
 * without end_thread() leaving the parent's record alone.
 */
#define _GNU_SOURCE
#include <linux/sched.h>
#include <signal.h>
#include <stdint.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "raw.h"
#include "tasks.h"

static volatile long is;

static int exits(void)
{
	volatile char below[8192];

	memset((char *)below, 0x5a, sizeof(below));
	is = raw0(SYS_getpid);
	return 60;
}

static int execs(void)
{
	static const char *const argv[] = {"false", NULL};

	exits();
	raw3(SYS_execve, (long)"/nonexistent", (long)argv, 0);
	raw3(SYS_execve, (long)"/bin/false", (long)argv, 0);
	return 61;
}

static void run(const long call[6])
{
	long pid;

	is = 0;
	pid = task_make(call, exits);
	CHECK(pid > 0 && is == pid);
	CHECK(exited((int)pid) == 60);
	pid = task_make(call, execs);
	CHECK(pid > 0 && is == pid);
	CHECK(exited((int)pid) == 1);
}

int main(void)
{
	struct clone_args args = {.flags = CLONE_VM | CLONE_VFORK,
				  .exit_signal = SIGCHLD};
	const long vforks[6] = {SYS_vfork};
	const long clones[6] = {SYS_clone, CLONE_VM | CLONE_VFORK | SIGCHLD};
	const long clone3s[6] = {SYS_clone3, (intptr_t)&args, sizeof(args)};

	for (int i = 0; i < 10; i++) {
		run(vforks);
		run(clones);
		run(clone3s);
	}
	return verdict();
}
