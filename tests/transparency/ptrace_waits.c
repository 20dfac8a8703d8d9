/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * What a tracer's waits say: a traced program's calls are no signals, in
 * whatever way it goes on and is waited for; a SIGSYS that is its own is one.
 * What is not said is not written either. Fails without tracer.c where calls
 * trap, and, if it shows what the program's memory was told of a hidden stop,
 * where the kernel writes there.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/user.h>
#include <unistd.h>

#include "check.h"
#include "raw.h"
#include "seccomp.h"

#define DISPATCH 59 /* PR_SET_SYSCALL_USER_DISPATCH */
#define CALLS 5
#define EMULATED 77

static volatile char blocked;
static char bytes[16];
static int go[2];

/* rsi can be read: one of the scripts does, and its fault would show */
static long ask(void)
{
	return raw3(SYS_getppid, 0, (long)bytes, 0);
}

static void calls(void)
{
	for (int i = 0; i < CALLS; i++)
		ask();
}

static volatile int handled;

static void on_sigsys(int sig, siginfo_t *info, void *context)
{
	(void)sig;
	(void)context;
	blocked = 0;
	handled += info->si_code == 0 ? 1 : 10 * info->si_code;
}

static pid_t start(void (*fn)(void), long options)
{
	pid_t pid;
	char byte;

	CHECK(pipe(go) == 0);
	pid = fork();
	if (pid == 0) {
		if (read(go[0], &byte, 1) == 1)
			fn();
		_exit(6);
	}
	if (ptrace(PTRACE_SEIZE, pid, NULL, options)) {
		kill(pid, SIGKILL);
		skip("no ptrace");
	}
	return pid;
}

static void let_go(void)
{
	CHECK(write(go[1], "g", 1) == 1);
	close(go[0]);
	close(go[1]);
}

/* It goes on as it was. */
static void running(void)
{
	struct rusage usage = {.ru_maxrss = -1};
	int status = -1;
	pid_t pid = start(calls, 0);

	let_go();
	CHECK(wait4(pid, &status, 0, &usage) == pid && status == 6 << 8);
	CHECK(usage.ru_maxrss != -1);
	/* nobody is told */
	pid = start(calls, 0);
	let_go();
	CHECK(wait4(pid, NULL, 0, NULL) == pid);
	CHECK(wait4(pid, &status, 0, NULL) == -1 && errno == ECHILD);
	pid = start(calls, 0);
	let_go();
	CHECK(raw6(SYS_wait4, pid, 8, 0, 0, 0, 0) == -EFAULT);
	CHECK(waitpid(pid, &status, 0) == -1 && errno == ECHILD);
}

/* Nothing is said while it runs, and nothing written. */
static void polled(void)
{
	int status = -1, result;
	pid_t pid = start(calls, 0);

	let_go();
	do {
		result = waitpid(pid, &status, WNOHANG);
		CHECK(result || status == -1);
	} while (result == 0);
	CHECK(result == pid && status == 6 << 8);
}

static void by_waitid(void)
{
	unsigned char before[sizeof(siginfo_t)];
	siginfo_t info;
	pid_t pid = start(calls, 0);

	memset(&info, 0x55, sizeof(info));
	memset(before, 0x55, sizeof(before));
	let_go();
	CHECK(raw6(SYS_waitid, P_PID, pid, (long)&info, WEXITED | WNOWAIT, 0,
		   0) == 0);
	CHECK(info.si_signo == SIGCHLD && info.si_pid == pid &&
	      info.si_code == CLD_EXITED && info.si_status == 6);
	CHECK(memcmp((char *)&info + 12, before, 4) == 0 &&
	      memcmp((char *)&info + 28, before, sizeof(info) - 28) == 0);
	CHECK(raw6(SYS_waitid, P_PID, pid, 8, WEXITED | WNOWAIT, 0, 0) ==
	      -EFAULT);
	CHECK(raw6(SYS_waitid, P_PID, pid, 0, WEXITED, 0, 0) == 0);
	CHECK(raw6(SYS_waitid, P_PID, pid, (long)&info, WEXITED, 0, 0) ==
	      -ECHILD);
	CHECK(info.si_signo == 0 && info.si_pid == 0);
	pid = start(calls, 0);
	let_go();
	do {
		info.si_pid = 0;
		CHECK(waitid(P_ALL, 0, &info, WEXITED | WSTOPPED | WNOHANG) ==
		      0);
	} while (info.si_pid == 0);
	CHECK(info.si_pid == pid && info.si_code == CLD_EXITED);
}

/* Its first stop. */
static void stop(pid_t pid)
{
	int status;

	ptrace(PTRACE_INTERRUPT, pid, NULL, NULL);
	status = end_of(pid);
	CHECK(is_stop(status) && WSTOPSIG(status) == SIGTRAP);
	let_go();
}

/* How often it stops at getppid until its end; at everything else, once. */
static void at_calls(long options, int sign)
{
	pid_t pid = start(calls, options);
	struct user_regs_struct regs;
	int status, stops = 0, other = 0;

	stop(pid);
	for (;;) {
		ptrace(PTRACE_SYSCALL, pid, NULL, NULL);
		status = end_of(pid);
		if (!is_stop(status))
			break;
		ptrace(PTRACE_GETREGS, pid, NULL, &regs);
		if (status >> 8 != sign)
			printf("status %#x\n", (unsigned int)status);
		stops += regs.orig_rax == SYS_getppid;
		/* it may be in our handler at its first stop */
		other += stops && (regs.orig_rax == SYS_rt_sigreturn ||
				   (long)regs.orig_rax == -1);
	}
	CHECK(status == 6 << 8);
	CHECK(stops == 2 * CALLS && other == 0);
}

/* Some steps, then calls, then on, and again: it stops for these only. */
static void by_steps(int how)
{
	pid_t pid = start(calls, PTRACE_O_TRACESYSGOOD);
	int status = SIGTRAP << 8 | 0x7f;

	stop(pid);
	for (int i = 0; is_stop(status); i++) {
		ptrace(i % 4000 < 3990	 ? how
		       : i % 4000 < 3999 ? PTRACE_SYSCALL
					 : PTRACE_CONT,
		       pid, NULL, NULL);
		status = end_of(pid);
		if (is_stop(status) && (WSTOPSIG(status) & 0x7f) != SIGTRAP)
			printf("step: status %#x\n", (unsigned int)status);
		if (i % 4000 == 3999 && is_stop(status))
			printf("continued: status %#x\n", (unsigned int)status);
	}
	CHECK(status == 6 << 8);
}

/* Each call is the tracer's to answer, but for the first and the end. */
static void emulated_calls(void)
{
	int sum = 0;

	for (int i = 0; i < CALLS; i++)
		sum += ask() == EMULATED;
	raw3(SYS_exit_group, sum, (long)bytes, 0);
}

static void emulated(void)
{
	struct user_regs_struct regs;
	pid_t pid = start(emulated_calls, PTRACE_O_TRACESYSGOOD);
	int status;

	stop(pid);
	do { /* up to the first one's end */
		ptrace(PTRACE_SYSCALL, pid, NULL, NULL);
		status = end_of(pid);
		ptrace(PTRACE_GETREGS, pid, NULL, &regs);
	} while (is_stop(status) &&
		 (regs.orig_rax != SYS_getppid || (long)regs.rax == -ENOSYS));
	for (int i = 1; i < CALLS && is_stop(status); i++) {
		ptrace(PTRACE_SYSEMU, pid, NULL, NULL);
		status = end_of(pid);
		ptrace(PTRACE_GETREGS, pid, NULL, &regs);
		CHECK(status >> 8 == (SIGTRAP | 0x80) &&
		      regs.orig_rax == SYS_getppid);
		regs.rax = EMULATED;
		ptrace(PTRACE_SETREGS, pid, NULL, &regs);
	}
	ptrace(PTRACE_CONT, pid, NULL, NULL);
	CHECK(end_of(pid) == (CALLS - 1) << 8);
}

/* --- what is shown ----------------------------------------------------------
 */

static void handle_sigsys(void)
{
	struct sigaction act = {.sa_sigaction = on_sigsys,
				.sa_flags = SA_SIGINFO};

	sigaction(SIGSYS, &act, NULL);
}

static void sent(void)
{
	handle_sigsys();
	calls();
	kill(getpid(), SIGSYS);
	calls();
	_exit(handled);
}

static void filtered(void)
{
	static const int list[] = {SYS_getpgrp};

	handle_sigsys();
	calls();
	if (seccomp_filter(list, 1, SECCOMP_RET_TRAP, SECCOMP_RET_ALLOW, 0))
		_exit(99);
	calls();
	raw3(SYS_getpgrp, 0, (long)bytes, 0);
	_exit(handled);
}

static void dispatched(void)
{
	handle_sigsys();
	if (prctl(DISPATCH, 1, 0, 0, &blocked))
		_exit(99);
	calls();
	blocked = 1;
	ask();
	prctl(DISPATCH, 0, 0, 0, 0);
	_exit(handled);
}

static void shown(const char *what, void (*fn)(void), int end)
{
	pid_t pid = start(fn, 0);
	siginfo_t info;
	int status;

	let_go();
	for (;;) {
		status = end_of(pid);
		if (!is_stop(status))
			break;
		memset(&info, 0, sizeof(info));
		ptrace(PTRACE_GETSIGINFO, pid, NULL, &info);
		printf("%s: signal %d, code %d\n", what, WSTOPSIG(status),
		       info.si_code);
		ptrace(PTRACE_CONT, pid, NULL, WSTOPSIG(status));
	}
	CHECK(status == end << 8 || status == 99 << 8);
}

int main(void)
{
	running();
	polled();
	by_waitid();
	at_calls(0, SIGTRAP);
	at_calls(PTRACE_O_TRACESYSGOOD, SIGTRAP | 0x80);
	by_steps(PTRACE_SINGLESTEP);
	emulated();
	shown("sent", sent, 1);
	shown("filtered", filtered, 10);
	shown("dispatched", dispatched, 20);
	return verdict();
}
