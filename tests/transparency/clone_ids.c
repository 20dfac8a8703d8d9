/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * The places where clone leaves the child's number: in the parent, in the
 * child, a descriptor, and the word that is cleared at the child's end. Fails
 * without prepare_stack(): the child has no way home.
 */
#define _GNU_SOURCE
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "raw.h"
#include "tasks.h"

static char stack[65536] __attribute__((aligned(16)));
static volatile int in_parent, in_child;

/* The child's own copy of in_child, or with CLONE_VM the one there is. */
static int child(void)
{
	return raw0(SYS_getpid) == in_child ? 70 : 71;
}

static int wrong_in_child(void)
{
	return in_child == -1 ? 70 : 71;
}

static long make(long flags, int (*fn)(void))
{
	const long call[6] = {SYS_clone,
			      flags | SIGCHLD,
			      (long)(stack + sizeof(stack)),
			      (long)&in_parent,
			      (long)&in_child,
			      0};

	in_parent = in_child = -1;
	return task_make(call, fn);
}

int main(void)
{
	for (int i = 0; i < 10; i++) {
		struct pollfd ready = {.events = POLLIN};
		long pid = make(CLONE_PARENT_SETTID, wrong_in_child);

		CHECK(in_parent == pid && in_child == -1);
		CHECK(exited((int)pid) == 70);
		pid = make(CLONE_CHILD_SETTID, child);
		CHECK(in_parent == -1 && in_child == -1);
		CHECK(exited((int)pid) == 70);
		pid = make(CLONE_CHILD_SETTID | CLONE_PARENT_SETTID | CLONE_VM |
				   CLONE_VFORK,
			   child);
		CHECK(in_parent == pid && in_child == pid);
		CHECK(exited((int)pid) == 70);
		pid = make(CLONE_CHILD_SETTID | CLONE_CHILD_CLEARTID | CLONE_VM,
			   child);
		CHECK(exited((int)pid) == 70 && in_child == 0);
		pid = make(CLONE_PIDFD, wrong_in_child);
		ready.fd = in_parent;
		CHECK(poll(&ready, 1, 10000) == 1);
		CHECK(raw6(SYS_pidfd_send_signal, in_parent, 0, 0, 0, 0, 0) ==
		      0);
		CHECK(exited((int)pid) == 70);
		CHECK(raw6(SYS_pidfd_send_signal, in_parent, 0, 0, 0, 0, 0) ==
		      -ESRCH);
		close(in_parent);
	}
	return verdict();
}
