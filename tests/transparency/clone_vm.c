/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * A process in the same memory with a stack of its own, made by clone without
 * libc: sharing its maker's thread-local storage, with a plain block as its
 * own, and with the maker waiting as after vfork. Both make calls at once.
 * Fails without prepare_stack(), and without thread_new_storage(): the tasks
 * take each other's record.
 */
#define _GNU_SOURCE
#include <sched.h>
#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "raw.h"
#include "tasks.h"

static char stack[65536] __attribute__((aligned(16)));
static char block[2 * 4096] __attribute__((aligned(4096)));
static volatile long go, is, saw;

static int child(void)
{
	int good = 0;

	is = raw0(SYS_getpid);
	for (int i = 0; !go && i < 1000000; i++)
		raw0(SYS_sched_yield);
	for (int i = 0; i < 200; i++)
		good += raw0(SYS_getpid) == is && raw0(SYS_gettid) == is;
	saw = raw0(SYS_getppid);
	return good == 200 ? 50 : 51;
}

static void run(long flags)
{
	const long call[6] = {SYS_clone,
			      flags | CLONE_VM | SIGCHLD,
			      (long)(stack + sizeof(stack)),
			      0,
			      0,
			      (long)(block + 4096)};
	long pid, self = raw0(SYS_getpid);

	*(void **)(void *)(block + 4096) = block + 4096;
	saw = is = 0;
	go = (flags & CLONE_VFORK) != 0;
	pid = task_make(call, child);
	CHECK(pid > 0);
	CHECK(!(flags & CLONE_VFORK) || saw == self);
	go = 1;
	for (int i = 0; i < 200; i++)
		CHECK(raw0(SYS_getpid) == self && getppid() != pid);
	CHECK(exited((int)pid) == 50);
	CHECK(is == pid && saw == self);
}

int main(void)
{
	for (int i = 0; i < 10; i++) {
		run(CLONE_VFORK);
		run(CLONE_VFORK | CLONE_SETTLS);
	}
	for (int i = 0; i < 10; i++) {
		run(CLONE_SETTLS);
		run(CLONE_SETTLS | CLONE_FILES | CLONE_FS | CLONE_SIGHAND);
		run(CLONE_VFORK);
	}
	for (int i = 0; i < 10; i++) {
		run(0);
		run(CLONE_FILES | CLONE_FS | CLONE_SIGHAND);
		run(CLONE_VFORK);
		run(CLONE_VFORK | CLONE_SETTLS);
	}
	return verdict();
}
