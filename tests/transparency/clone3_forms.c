/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * clone3 without libc: as fork, with a stack, with a descriptor for the child,
 * with its number chosen; and the arguments that the kernel refuses, with its
 * own errors. Fails without read_task() copying its argument with care: a bad
 * address is a fault of ours.
 */
#define _GNU_SOURCE
#include <linux/sched.h>
#include <signal.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "raw.h"
#include "tasks.h"

static char stack[65536] __attribute__((aligned(16)));
static volatile long is;

static int child(void)
{
	char here;

	is = raw0(SYS_getpid);
	return 80 + (&here >= stack && &here < stack + sizeof(stack));
}

static long make_sized(struct clone_args *args, size_t size)
{
	const long call[6] = {SYS_clone3, (intptr_t)args, (long)size};

	return task_make(call, child);
}

static long make(struct clone_args args)
{
	args.exit_signal = SIGCHLD;
	return make_sized(&args, sizeof(args));
}

static void with_descriptor(void)
{
	int fd = -1;
	long pid = make((struct clone_args){.flags = CLONE_PIDFD,
					    .pidfd = (uintptr_t)&fd});
	siginfo_t info = {0};

	CHECK(fd >= 0);
	CHECK(waitid(P_PIDFD, (id_t)fd, &info, WEXITED) == 0);
	CHECK(info.si_pid == pid && info.si_status == 80);
	close(fd);
}

/* The number of a child that is gone; another process may take it. */
static void with_number(pid_t gone)
{
	pid_t want = gone;
	long pid = make((struct clone_args){.set_tid = (uintptr_t)&want,
					    .set_tid_size = 1});

	CHECK(pid == want || pid == -EEXIST || pid == -EPERM);
	CHECK(pid < 0 || exited((int)pid) == 80);
}

/* Bytes that the kernel does not know must be zero. */
static void other_sizes(void)
{
	struct {
		struct clone_args args;
		char more[64];
	} longer = {.args = {.exit_signal = SIGCHLD}};
	long pid = make_sized(&longer.args, CLONE_ARGS_SIZE_VER0);

	CHECK(exited((int)pid) == 80);
	pid = make_sized(&longer.args, sizeof(longer));
	CHECK(exited((int)pid) == 80);
	longer.more[63] = 1;
	CHECK(make_sized(&longer.args, sizeof(longer)) == -E2BIG);
	CHECK(make_sized(&longer.args, CLONE_ARGS_SIZE_VER0 - 1) == -EINVAL);
	CHECK(make_sized(&longer.args, 0) == -EINVAL);
	CHECK(make_sized(&longer.args, 5000) == -E2BIG);
	CHECK(make_sized((void *)4096, sizeof(longer.args)) == -EFAULT);
}

int main(void)
{
	const struct clone_args on_stack = {.stack = (uintptr_t)stack,
					    .stack_size = sizeof(stack)};
	struct clone_args args;
	long pid;

	for (int i = 0; i < 10; i++) {
		pid = make((struct clone_args){0});
		CHECK(exited((int)pid) == 80);
		CHECK(exited((int)make(on_stack)) == 81);
		args = on_stack;
		args.flags = CLONE_VM | CLONE_VFORK;
		is = 0;
		pid = make(args);
		CHECK(is == pid && exited((int)pid) == 81);
		args.flags = CLONE_VM | CLONE_FILES | CLONE_FS | CLONE_SIGHAND;
		is = 0;
		pid = make(args);
		CHECK(exited((int)pid) == 81 && is == pid);
		with_descriptor();
		with_number((int)pid);
	}
	other_sizes();
	args = (struct clone_args){.flags = CLONE_THREAD};
	CHECK(make(args) == -EINVAL);
	args = (struct clone_args){.flags = 1ul << 60};
	CHECK(make(args) == -EINVAL);
	args = (struct clone_args){.stack = (uintptr_t)stack};
	CHECK(make(args) == -EINVAL);
	args = (struct clone_args){.stack_size = sizeof(stack)};
	CHECK(make(args) == -EINVAL);
	args = (struct clone_args){.exit_signal = 1000};
	CHECK(make_sized(&args, sizeof(args)) == -EINVAL);
	CHECK(waitpid(-1, NULL, __WALL) == -1 && errno == ECHILD);
	return verdict();
}
