/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * A tracer that stops its child at every system call sees the child's calls,
 * their arguments and results, in their order, and nothing else. Fails when
 * the library makes calls of its own on the way of one.
 */
#include <signal.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/user.h>
#include <unistd.h>

#include "check.h"
#include "raw.h"

static int ready[2], go[2];

static void child(void)
{
	static char bytes[16];
	long readable = (long)bytes;

	/* rsi can be read: one of the scripts does, and its fault would show,
	 * as it does for fork */
	raw3(SYS_write, ready[1], readable, 1);
	raw3(SYS_read, go[0], readable, 1);
	for (long i = 0; i < 3; i++) {
		raw3(SYS_close, -5 - i, readable, 0);
		raw3(SYS_lseek, -1, readable, 1);
		raw3(500, 1, readable, 3);
		raw3(SYS_read, -1, readable, 3);
		raw3(SYS_dup2, -1, readable, 0);
		raw3(SYS_sched_yield, 7, readable, 9);
		raw3(SYS_kill, 0, readable, 0);
	}
	raw3(SYS_exit_group, 6, readable, 4);
}

int main(void)
{
	struct user_regs_struct regs;
	int status, begun = 0;
	char byte;
	pid_t pid;

	CHECK(pipe(ready) == 0 && pipe(go) == 0);
	pid = fork();
	if (pid == 0)
		child();
	CHECK(read(ready[0], &byte, 1) == 1);
	if (ptrace(PTRACE_SEIZE, pid, NULL, PTRACE_O_TRACESYSGOOD)) {
		kill(pid, SIGKILL);
		skip("no ptrace");
	}
	ptrace(PTRACE_INTERRUPT, pid, NULL, NULL);
	CHECK(is_stop(end_of(pid)) && write(go[1], "g", 1) == 1);
	for (;;) {
		ptrace(PTRACE_SYSCALL, pid, NULL, NULL);
		status = end_of(pid);
		if (!is_stop(status))
			break;
		ptrace(PTRACE_GETREGS, pid, NULL, &regs);
		begun |= regs.orig_rax == SYS_close;
		if (!begun)
			continue;
		if (WSTOPSIG(status) != (SIGTRAP | 0x80))
			printf("signal %d\n", WSTOPSIG(status));
		else if ((long)regs.rax == -38 && regs.orig_rax != 500)
			printf("%lld(%lld, %lld)\n", regs.orig_rax, regs.rdi,
			       regs.rdx);
		else
			printf("%lld = %lld\n", regs.orig_rax, regs.rax);
	}
	printf("status %#x\n", (unsigned int)status);
	return verdict();
}
