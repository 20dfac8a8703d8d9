/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * A child that asks to be traced stops where it means to: at a breakpoint, or
 * at its exec where it was made by vfork, for its tracer is in vfork until
 * then. Fails where the net stays on in such a child: its next call is a
 * SIGSYS that the tracer sees, and a tracer in vfork waits for ever.
 */
#include <signal.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "check.h"
#include "raw.h"

static char bytes[16];

/* rsi can be read: one of the scripts does, and its fault would show */
static void calls(void)
{
	for (int i = 0; i < 5; i++)
		raw3(SYS_getppid, 0, (long)bytes, 0);
}

static void by_fork(void)
{
	int status;
	pid_t pid = fork();

	if (pid == 0) {
		if (ptrace(PTRACE_TRACEME, 0, bytes, NULL))
			_exit(1);
		calls();
		__asm__ volatile("int3");
		_exit(6);
	}
	status = end_of(pid);
	if (WIFEXITED(status))
		skip("no ptrace");
	CHECK(WIFSTOPPED(status) && WSTOPSIG(status) == SIGTRAP);
	kill(pid, SIGKILL);
	end_of(pid);
}

/* The tracer: 0 if the child's first stop is at its exec. */
static int by_vfork(void)
{
	int status;
	pid_t pid = vfork();

	if (pid == 0) {
		ptrace(PTRACE_TRACEME, 0, bytes, NULL);
		calls();
		execl("/bin/true", "true", (char *)NULL);
		_exit(127);
	}
	status = end_of(pid);
	kill(pid, SIGKILL);
	return !(WIFSTOPPED(status) && WSTOPSIG(status) == SIGTRAP);
}

int main(void)
{
	int status = -1;
	pid_t pid, ended = 0;

	by_fork();
	pid = fork();
	if (pid == 0)
		_exit(by_vfork());
	for (int i = 0; i < 500 && ended == 0; i++) {
		ended = waitpid(pid, &status, WNOHANG);
		usleep(10000);
	}
	CHECK(ended == pid && status == 0);
	if (ended == 0)
		kill(pid, SIGKILL); /* its child goes on without a tracer */
	return verdict();
}
