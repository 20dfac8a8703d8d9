/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * A Syscall User Dispatch of the program's is the thread's own: a child of
 * vfork and the program that exec starts are without, as are threads, which
 * may have another; and the parent has its own back. Fails when what
 * user_dispatch.c keeps is the process's, or shared with a vfork child.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <ucontext.h>
#include <unistd.h>

#include "check.h"
#include "raw.h"

#define DISPATCH 59 /* PR_SET_SYSCALL_USER_DISPATCH */

static volatile char blocked, blocked_too;
static volatile int traps;

static void trap(int sig, siginfo_t *info, void *context)
{
	(void)sig;
	blocked = blocked_too = 0;
	traps++;
	((ucontext_t *)context)->uc_mcontext.gregs[REG_RAX] =
		info->si_syscall + 1000;
}

static void *in_thread(void *arg)
{
	blocked = 1;
	CHECK(raw0(SYS_getppid) == getppid());
	CHECK(prctl(DISPATCH, 1, 0, 0, &blocked_too) == 0);
	CHECK(raw0(SYS_getppid) == getppid());
	blocked_too = 1;
	CHECK(raw0(SYS_getppid) == 1000 + SYS_getppid);
	return arg;
}

/* Blocked all the while: a call of the child's that were dispatched would set
 * blocked to 0, in the parent's memory. */
__attribute__((noinline)) static pid_t vfork_child(int how)
{
	pid_t pid;

	blocked = 0;
	pid = vfork();
	if (pid == 0) {
		blocked = 1;
		if (raw0(SYS_getppid) > 999999 || traps)
			_exit(1);
		if (how == 1)
			execl("/proc/self/exe", "self", "exec", (char *)NULL);
		if (how == 2) /* the child's, and gone with it */
			raw6(SYS_prctl, DISPATCH, 0, 0, 0, 0, 0);
		_exit(0);
	}
	blocked = 0;
	return pid;
}

int main(int argc, char **argv)
{
	struct sigaction act = {.sa_sigaction = trap, .sa_flags = SA_SIGINFO};
	pthread_t thread;

	blocked = argc > 1;
	if (argc > 1)
		return raw0(SYS_getppid) != getppid() || argv[1][0] != 'e';
	sigaction(SIGSYS, &act, NULL);
	if (prctl(DISPATCH, 1, 0, 0, &blocked))
		skip("no Syscall User Dispatch");
	for (int how = 0; how < 3; how++) {
		CHECK(end_of(vfork_child(how)) == 0);
		CHECK(traps == 0);
		blocked = 1;
		CHECK(raw0(SYS_getppid) == 1000 + SYS_getppid);
		CHECK(traps == 1);
		traps = 0;
	}
	pthread_create(&thread, NULL, in_thread, NULL);
	pthread_join(thread, NULL);
	CHECK(traps == 1);
	return verdict();
}
