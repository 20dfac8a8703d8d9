/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * A filter that computes its answer has no supervisor for that: behind it calls
 * from code made at run time are seen in children, too, so a handler is read
 * back as it was set. Fails where seccomp_filters_copy() takes each such filter
 * for one that notifies.
 */
#define _GNU_SOURCE
#include <signal.h>

#include "jit.h"
#include "seccomp.h"
#include "seccomp_parts.h"

struct kernel_action {
	void (*handler)(int);
	unsigned long flags;
	void (*restorer)(void);
	uint64_t mask;
};

static void handler(int sig)
{
	(void)sig;
}

static void compute(void)
{
	struct sock_filter code[] = {
		BPF_STMT(BPF_LD | BPF_IMM, SECCOMP_RET_ALLOW),
		BPF_STMT(BPF_RET | BPF_A, 0),
	};
	struct sock_fprog program = {2, code};

	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) ||
	    prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program))
		_exit(77);
}

static int reads_back(void)
{
	struct kernel_action act = {0};

	return jit(SYS_rt_sigaction, SIGUSR1, 0, (long)&act, 8, 0, 0) == 0 &&
	       act.handler == handler;
}

static void forked(void)
{
	pid_t pid;

	compute();
	pid = fork();
	if (pid == 0)
		_exit(reads_back() ? 4 : 5);
	_exit(end_of(pid) == 4 << 8 ? 3 : 6);
}

static void vforked(void)
{
	pid_t pid;

	compute();
	pid = vfork();
	if (pid == 0)
		_exit(reads_back() ? 4 : 5);
	_exit(end_of(pid) == 4 << 8 ? 3 : 6);
}

int main(void)
{
	static void (*const parts[])(void) = {forked, vforked};

	signal(SIGUSR1, handler);
	jit_begin();
	seccomp_parts(parts, sizeof(parts) / sizeof(parts[0]));
	return verdict();
}
