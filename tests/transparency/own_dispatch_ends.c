/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * How a program's own Syscall User Dispatch ends it: SIGSYS without a handler,
 * blocked, ignored; SIGSEGV for a selector that is not there, SIGSYS for one
 * that makes no sense, whatever handlers there are. Fails without end() and
 * with faults_raise() for a blocked signal.
 */
#define _GNU_SOURCE
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "check.h"
#include "raw.h"

#define DISPATCH 59 /* PR_SET_SYSCALL_USER_DISPATCH */

static volatile char blocked;

static void caught(int sig)
{
	(void)sig;
	blocked = 0;
	_exit(3);
}

static void child(int how)
{
	volatile char *selector = &blocked;
	sigset_t set;

	sigfillset(&set);
	if (how == 1)
		sigprocmask(SIG_BLOCK, &set, NULL);
	if (how == 2)
		signal(SIGSYS, SIG_IGN);
	if (how == 3 || how == 4 || how == 1) {
		signal(SIGSYS, caught);
		signal(SIGSEGV, caught);
	}
	if (how == 3)
		selector = mmap(NULL, 4096, PROT_READ,
				MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (prctl(DISPATCH, 1, 0, 0, selector))
		raw6(SYS_exit_group, 77, 0, 0, 0, 0, 0);
	if (how == 3)
		raw6(SYS_munmap, (long)selector, 4096, 0, 0, 0, 0);
	else
		blocked = how == 4 ? 9 : 1;
	raw0(SYS_getppid);
	blocked = 0;
	_exit(1);
}

int main(void)
{
	const struct rlimit none = {0, 0};

	setrlimit(RLIMIT_CORE, &none);
	for (int how = 0; how < 5; how++) {
		pid_t pid = fork();
		int status;

		if (pid == 0)
			child(how);
		status = end_of(pid);
		if (status == 77 << 8)
			skip("no Syscall User Dispatch");
		printf("%d: status %#x\n", how, (unsigned int)status);
	}
	return verdict();
}
