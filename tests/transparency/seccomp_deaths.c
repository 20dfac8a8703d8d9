/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Without a handler a call that a filter traps ends the process by SIGSYS, and
 * a signal that it sends to itself by that, whatever else the filter refuses:
 * also the calls by which such a death is made. Fails without perish.c.
 */
#define _GNU_SOURCE
#include <signal.h>

#include "jit.h"
#include "seccomp.h"
#include "seccomp_parts.h"

static void refuse(const int *list, size_t count, unsigned int how)
{
	if (seccomp_filter(list, count, how, SECCOMP_RET_ALLOW, 0))
		raw3(SYS_exit_group, 77, 0, 0);
}

static void trap(int nr)
{
	refuse(&nr, 1, SECCOMP_RET_TRAP);
}

static const int to_set[] = {SYS_rt_sigaction};
static const int to_send[] = {SYS_rt_tgsigqueueinfo, SYS_tgkill, SYS_kill};
static const int to_know[] = {SYS_gettid, SYS_getpid};

static void without_actions(void)
{
	refuse(to_set, 1, SECCOMP_RET_ERRNO | 1);
	trap(SYS_getppid);
	raw0(SYS_getppid);
}

static void actions_trapped(void)
{
	trap(SYS_rt_sigaction);
	raw6(SYS_rt_sigaction, SIGUSR1, 0, 0, 8, 0, 0);
}

static void without_signals(void)
{
	refuse(to_send, 3, SECCOMP_RET_ERRNO | 1);
	trap(SYS_getppid);
	raw0(SYS_getppid);
}

static void nobody(void)
{
	refuse(to_know, 2, SECCOMP_RET_ERRNO | 1);
	trap(SYS_getppid);
	raw0(SYS_getppid);
}

static void at_the_end(void)
{
	refuse(to_send, 3, SECCOMP_RET_ERRNO | 1);
	trap(SYS_exit_group);
	raw3(SYS_exit_group, 3, 0, 0);
}

static void blocked(void)
{
	const uint64_t set = 1ul << (SIGSYS - 1);

	raw6(SYS_rt_sigprocmask, SIG_BLOCK, (long)&set, 0, 8, 0, 0);
	refuse(to_send, 3, SECCOMP_RET_ERRNO | 1);
	trap(SYS_getppid);
	raw0(SYS_getppid);
}

static void sent(void)
{
	long pid = raw0(SYS_getpid);

	refuse(to_know, 2, SECCOMP_RET_ERRNO | 1);
	raw3(SYS_tgkill, pid, pid, SIGSEGV);
}

static void in_child(void)
{
	int status = -1;

	refuse(to_send, 3, SECCOMP_RET_ERRNO | 1);
	trap(SYS_getppid);
	if (raw0(SYS_fork) == 0) {
		raw0(SYS_getppid);
		raw3(SYS_exit_group, 3, 0, 0);
	}
	raw6(SYS_wait4, -1, (long)&status, 0, 0, 0, 0);
	raw3(SYS_exit_group, status & 0x7f, 0, 0);
}

int main(void)
{
	static void (*const parts[])(void) = {without_actions,
					      actions_trapped,
					      without_signals,
					      nobody,
					      at_the_end,
					      blocked,
					      sent,
					      in_child};

	seccomp_parts(parts, sizeof(parts) / sizeof(parts[0]));
	return verdict();
}
