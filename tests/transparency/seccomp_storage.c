/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Once a thread has shared its maker's thread-local storage, a signal in the
 * midst of a call still finds the program's registers: here SIGSYS for a call
 * that a filter traps. Fails without dispatch_left() and enter_apart().
 */
#define _GNU_SOURCE
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <ucontext.h>

#include "check.h"
#include "raw.h"
#include "seccomp.h"

static volatile int trapped, is_right;

/* Of the trapped call. */
static void on_sys(int sig, siginfo_t *info, void *context)
{
	greg_t *regs = ((ucontext_t *)context)->uc_mcontext.gregs;

	(void)sig;
	trapped++;
	is_right = regs[REG_RIP] == (greg_t)(uintptr_t)info->si_call_addr &&
		   regs[REG_RDI] == 11 && regs[REG_RSI] == 12 &&
		   regs[REG_RAX] == SYS_getpriority;
	regs[REG_RAX] = 4711;
}

static int task(void *arg)
{
	(void)arg;
	raw0(SYS_getppid);
	raw3(SYS_exit, 0, 0, 0);
	return 0;
}

static void make_thread(void)
{
	static char stack[65536] __attribute__((aligned(16)));
	static volatile int word;
	const int flags = CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND |
			  CLONE_THREAD | CLONE_SYSVSEM | CLONE_PARENT_SETTID |
			  CLONE_CHILD_CLEARTID;

	word = 1;
	CHECK(clone(task, stack + sizeof(stack), flags, NULL, &word, NULL,
		    &word) > 0);
	while (word)
		;
}

int main(void)
{
	const int list[] = {SYS_getpriority};
	struct sigaction act = {.sa_sigaction = on_sys, .sa_flags = SA_SIGINFO};

	sigaction(SIGSYS, &act, NULL);
	if (seccomp_filter(list, 1, SECCOMP_RET_TRAP, SECCOMP_RET_ALLOW, 0))
		skip("no seccomp filters");
	for (int i = 1; i <= 3; i++) {
		CHECK(raw3(SYS_getpriority, 11, 12, 13) == 4711);
		CHECK(trapped == i && is_right);
		make_thread();
	}
	return verdict();
}
