/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Children of fork and vfork, a thread and a failing exec behind a filter that
 * lets these through, and nothing that the library does for them: no mmap, no
 * gettid, no futex, no rt_sigprocmask, no prctl. Fails without
 * seccomp_filters.c, which asks before each call of the library's.
 */
#define _GNU_SOURCE
#include <sched.h>
#include <signal.h>
#include <unistd.h>

#include "check.h"
#include "raw.h"
#include "seccomp.h"

static volatile int ran;

static void say(const char *line, long n)
{
	raw3(SYS_write, 1, (long)line, n);
}

static int task(void *arg)
{
	(void)arg;
	say("thread\n", 7);
	for (int i = 0; i < 5; i++)
		raw0(SYS_getppid);
	__atomic_store_n(&ran, 1, __ATOMIC_SEQ_CST);
	raw3(SYS_exit, 0, 0, 0);
	return 0;
}

static void forks(void)
{
	int status = -1;

	if (raw0(SYS_fork) == 0) {
		say("child\n", 6);
		raw0(SYS_getppid);
		raw3(SYS_exit_group, 3, 0, 0);
	}
	raw6(SYS_wait4, -1, (long)&status, 0, 0, 0, 0);
	CHECK(status == 3 << 8);
}

static void vforks(void)
{
	int status = -1;

	if (vfork() == 0) {
		char *const none[] = {NULL};

		say("vfork\n", 6);
		raw3(SYS_execve, (long)"/nonexistent", (long)none, (long)none);
		say("failed\n", 7);
		raw3(SYS_exit_group, 4, 0, 0);
	}
	raw6(SYS_wait4, -1, (long)&status, 0, 0, 0, 0);
	CHECK(status == 4 << 8);
}

static void threads(void)
{
	static char stack[4][65536] __attribute__((aligned(16)));
	const int flags = CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND |
			  CLONE_THREAD | CLONE_SYSVSEM;

	for (int i = 0; i < 4; i++) {
		ran = 0;
		CHECK(clone(task, stack[i] + sizeof(stack[i]), flags, NULL) >
		      0);
		while (!__atomic_load_n(&ran, __ATOMIC_SEQ_CST))
			raw0(SYS_sched_yield);
	}
}

static void handler(int sig)
{
	(void)sig;
	ran++;
	raw0(SYS_getppid);
}

static void child(unsigned int others, int with_return)
{
	const int list[] = {
		SYS_write,	  SYS_exit_group, SYS_exit,	   SYS_clone,
		SYS_fork,	  SYS_vfork,	  SYS_wait4,	   SYS_execve,
		SYS_getppid,	  SYS_kill,	  SYS_sched_yield, SYS_clone3,
		SYS_rt_sigreturn,
	};
	const size_t count = sizeof(list) / sizeof(list[0]);
	long pid = getpid();

	signal(SIGUSR1, handler);
	if (seccomp_allow_only(list, with_return ? count : count - 1, others))
		raw3(SYS_exit_group, 77, 0, 0);
	if (with_return) {
		for (int i = 0; i < 3; i++)
			raw3(SYS_kill, pid, SIGUSR1, 0);
		CHECK(ran == 3);
	}
	forks();
	vforks();
	threads();
	forks();
	vforks();
	raw3(SYS_exit_group, broken, 0, 0);
}

int main(void)
{
	for (int i = 0; i < 4; i++) {
		int status;
		pid_t pid;

		fflush(stdout);
		pid = fork();
		if (pid == 0)
			child(i & 1 ? SECCOMP_RET_KILL_PROCESS
				    : SECCOMP_RET_ERRNO | 1,
			      i & 2);
		status = end_of(pid);
		if (status == 77 << 8)
			skip("no seccomp filters");
		printf("%d: status %#x\n", i, (unsigned int)status);
	}
	return verdict();
}
