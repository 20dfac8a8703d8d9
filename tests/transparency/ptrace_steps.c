/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * A tracer steps its child some instructions into a call and lets it go on:
 * the child comes to its next breakpoint, and no trap of those steps is left,
 * in it or in the tasks that it makes. Some calls are made with the direction
 * flag set, and timer signals arrive. Fails when the trap flag stays in what
 * is saved of the flags at a call, or where a popf is stepped over.
 */
#define _GNU_SOURCE
#include <sched.h>
#include <signal.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/user.h>
#include <time.h>
#include <unistd.h>

#include "check.h"
#include "raw.h"

#define ROUNDS 100
#define STRIDE 37
#define STEPS 2500

static volatile int timers, from_child;

/* A call behind a breakpoint. */
#define BREAK_AND_CALL(nr, before, after)                                      \
	__asm__ volatile("int3\n\t" before "syscall\n\t" after                 \
			 : "=a"(ret)                                           \
			 : "a"(nr), "D"(0L), "S"(0L), "d"(0L)                  \
			 : "rcx", "r11", "memory", "cc")

static void on_timer(int sig)
{
	(void)sig;
	timers += raw0(SYS_getppid) > 0;
}

static void on_trap(int sig)
{
	(void)sig;
	_exit(5);
}

static int run_thread(void *unused)
{
	(void)unused;
	from_child = raw0(SYS_getppid) > 0;
	return 7;
}

static void make_tasks(int i)
{
	static char stack[65536] __attribute__((aligned(16)));
	long ret = 0;

	if (i % 3 == 0) {
		BREAK_AND_CALL(SYS_fork, "", "");
		if (ret == 0)
			_exit(raw0(SYS_getppid) > 0 ? 7 : 8);
	} else if (i % 3 == 1) {
		__asm__ volatile("int3");
		ret = vfork();
		if (ret == 0)
			_exit(raw0(SYS_getppid) > 0 ? 7 : 8);
	} else {
		__asm__ volatile("int3");
		ret = clone(run_thread, stack + sizeof(stack),
			    CLONE_VM | SIGCHLD, NULL);
	}
	if (end_of((pid_t)ret) != 7 << 8)
		_exit(4);
}

static void child(void)
{
	const struct itimerval often = {{0, 5000}, {0, 5000}};
	long ret;

	ptrace(PTRACE_TRACEME, 0, NULL, NULL);
	signal(SIGALRM, on_timer);
	setitimer(ITIMER_REAL, &often, NULL);
	for (int i = 0; i < ROUNDS; i++) {
		/* not for steps that are the tracer's */
		if (i == ROUNDS / 2)
			signal(SIGTRAP, on_trap);
		if (i % 5 == 4)
			make_tasks(i / 5);
		else if (i % 5 == 3)
			BREAK_AND_CALL(SYS_getppid, "std\n\t", "cld\n\t");
		else if (i % 5 == 2)
			BREAK_AND_CALL(SYS_rt_sigpending, "", "");
		else
			BREAK_AND_CALL(SYS_getppid, "", "");
	}
	_exit(3);
}

static int is_breakpoint(pid_t pid)
{
	struct user_regs_struct regs;
	long word;

	ptrace(PTRACE_GETREGS, pid, NULL, &regs);
	word = ptrace(PTRACE_PEEKTEXT, pid, (void *)(regs.rip - 1), NULL);
	return (word & 0xff) == 0xcc;
}

/* Go on, or step; what is no SIGTRAP is handed on. How it stopped next. */
static int resume(pid_t pid, int how)
{
	long sig = 0;
	int status;

	for (;;) {
		ptrace(how, pid, NULL, (void *)sig);
		status = end_of(pid);
		if (!WIFSTOPPED(status) || WSTOPSIG(status) == SIGTRAP)
			return status;
		sig = WSTOPSIG(status);
	}
}

int main(void)
{
	int status, stops = 0, strays = 0;
	pid_t pid = fork();

	if (pid == 0)
		child();
	status = resume(pid, PTRACE_CONT);
	while (WIFSTOPPED(status)) {
		if (is_breakpoint(pid))
			stops++;
		else
			strays++;
		for (int i = stops * STRIDE % STEPS;
		     i > 0 && WIFSTOPPED(status); i--)
			status = resume(pid, PTRACE_SINGLESTEP);
		if (WIFSTOPPED(status))
			status = resume(pid, PTRACE_CONT);
	}
	CHECK(status == 3 << 8);
	CHECK(strays == 0);
	CHECK(stops > 10);
	return verdict();
}
