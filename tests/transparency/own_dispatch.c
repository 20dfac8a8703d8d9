/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * A program with a Syscall User Dispatch of its own: its handler is told what
 * the call was and from where, and gives it a result; a range of its own may
 * call, and so may all while the selector says so; threads and children begin
 * without; arguments that make no sense are errors; a selector that is neither
 * one kills. Fails without user_dispatch.c: the net is turned off, or the
 * kernel is asked for a second dispatcher.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <ucontext.h>
#include <unistd.h>

#include "check.h"
#include "raw.h"

#define DISPATCH 59   /* PR_SET_SYSCALL_USER_DISPATCH */
#define BY_DISPATCH 2 /* si_code */

static volatile char blocked; /* the selector: 0 lets calls pass */
static volatile int traps, number, code, behind;

static void trap(int sig, siginfo_t *info, void *context)
{
	greg_t *regs = ((ucontext_t *)context)->uc_mcontext.gregs;

	(void)sig;
	blocked = 0;
	traps++;
	number = info->si_syscall;
	code = info->si_code;
	behind = (uintptr_t)info->si_call_addr == (uintptr_t)regs[REG_RIP] &&
		 ((const uint8_t *)regs[REG_RIP])[-1] != 0x90;
	regs[REG_RAX] = 1000 + number;
}

static long set(long mode, long offset, long length, const volatile void *at)
{
	return prctl(DISPATCH, mode, offset, length, at) ? -errno : 0;
}

static void *in_thread(void *arg)
{
	(void)arg;
	blocked = 1;
	raw0(SYS_getppid);
	blocked = 0;
	return NULL;
}

static void nonsense(void)
{
	CHECK(set(1, 1, -1, &blocked) == -EINVAL);
	CHECK(set(0, 1, 0, NULL) == -EINVAL);
	CHECK(set(0, 0, 0, &blocked) == -EINVAL);
	CHECK(set(77, 0, 0, NULL) == -EINVAL);
	CHECK(set(1, 0, 0, (void *)-4096) == -EFAULT);
}

static void in_child(void)
{
	int status;
	pid_t child = fork();

	if (child == 0) {
		int before = traps;

		blocked = 1;
		raw0(SYS_getppid);
		blocked = 0;
		_exit(traps - before);
	}
	CHECK(waitpid(child, &status, 0) == child && status == 0);
}

static void killed_by_selector(void)
{
	int status;
	pid_t child = fork();

	if (child == 0) {
		set(1, 0, 0, &blocked);
		blocked = 2;
		raw0(SYS_getppid);
		blocked = 0;
		_exit(1);
	}
	CHECK(waitpid(child, &status, 0) == child);
	CHECK(WIFSIGNALED(status) && WTERMSIG(status) == SIGSYS);
}

int main(void)
{
	struct sigaction act = {.sa_sigaction = trap, .sa_flags = SA_SIGINFO};
	pthread_t t;

	sigaction(SIGSYS, &act, NULL);
	if (set(1, 0, 0, &blocked))
		skip("no Syscall User Dispatch");
	nonsense();
	for (int i = 1; i <= 100; i++) {
		int nr = i % 2 ? SYS_getppid : SYS_read;
		long ret;

		blocked = 1;
		ret = raw3(nr, -1, 0, 0);
		CHECK(ret == 1000 + nr && number == nr);
		CHECK(traps == i && code == BY_DISPATCH && behind);
	}
	CHECK(raw0(SYS_getppid) == getppid());
	CHECK(traps == 100);

	pthread_create(&t, NULL, in_thread, NULL);
	pthread_join(t, NULL);
	CHECK(traps == 100);
	in_child();
	killed_by_selector();

	/* all code may call */
	CHECK(set(1, 4096, 0x7fffffff0000, &blocked) == 0);
	blocked = 1;
	CHECK(raw0(SYS_getppid) == getppid());
	blocked = 0;
	CHECK(set(0, 0, 0, NULL) == 0);
	blocked = 1;
	CHECK(raw0(SYS_getppid) == getppid());
	CHECK(traps == 100);
	return verdict();
}
