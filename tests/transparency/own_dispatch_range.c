/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * A program's own Syscall User Dispatch by range: calls behind it come to the
 * handler, which makes calls itself, from inside, and hands the result over;
 * the range may be the one that is caught (Linux 6.17), and calls be caught
 * from code made at run time. Fails without user_dispatch_check()'s range, in
 * the handler too.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <ucontext.h>
#include <unistd.h>

#include "check.h"
#include "jit.h"

#define DISPATCH 59 /* PR_SET_SYSCALL_USER_DISPATCH */
#define OFF 0
#define ALL_BUT 1
#define ONLY 2

/* A restorer within the range. */
JIT_ROUTINE(range_restorer, "mov $15, %eax\n"
			    "syscall\n"
			    "ud2");

struct kernel_action {
	void *handler;
	unsigned long flags;
	void *restorer;
	unsigned long mask;
};

static jit_fn inside; /* the page that may call */
static volatile int traps, nested;

static void trap(int sig, siginfo_t *info, void *context)
{
	greg_t *reg = ((ucontext_t *)context)->uc_mcontext.gregs;

	(void)sig;
	traps++;
	nested += (uintptr_t)info->si_call_addr != (uintptr_t)reg[REG_RIP];
	if (info->si_syscall == SYS_prctl) { /* the way out */
		reg[REG_RAX] = inside(SYS_prctl, DISPATCH, OFF, 0, 0, 0, 0);
		return;
	}
	reg[REG_RAX] = inside(info->si_syscall, reg[REG_RDI], reg[REG_RSI],
			      reg[REG_RDX], reg[REG_R10], reg[REG_R8],
			      reg[REG_R9]);
}

static void use(long mode, uintptr_t from, size_t length, jit_fn outside)
{
	pid_t pid = getpid();
	int ends[2];
	char text[4] = "";

	CHECK(pipe(ends) == 0);
	traps = 0;
	if (prctl(DISPATCH, mode, from, length, 0)) {
		CHECK(errno == EINVAL && mode == ONLY);
		puts("a range that is caught: unknown here");
		close(ends[0]);
		close(ends[1]);
		return;
	}
	for (int i = 0; i < 20; i++) {
		CHECK(outside(SYS_getpid, 0, 0, 0, 0, 0, 0) == pid);
		CHECK(outside(SYS_write, ends[1], (long)"abc", 3, 0, 0, 0) ==
		      3);
		CHECK(outside(SYS_read, ends[0], (long)text, 3, 0, 0, 0) == 3);
		CHECK(text[0] == 'a' && text[2] == 'c');
		CHECK(inside(SYS_close, -1, 0, 0, 0, 0, 0) == -EBADF);
	}
	CHECK(outside(SYS_prctl, DISPATCH, OFF, 0, 0, 0, 0) == 0);
	CHECK(outside(SYS_close, -1, 0, 0, 0, 0, 0) == -EBADF);
	if (traps != 61)
		printf("mode %ld: %d traps\n", mode, traps);
	CHECK(traps == 61 && nested == 0);
	close(ends[0]);
	close(ends[1]);
}

int main(void)
{
	struct kernel_action act = {.handler = (void *)(uintptr_t)trap,
				    .flags = SA_SIGINFO | 0x4000000};
	char *page = JIT(jit_any);
	void *own = JIT(jit_any);

	*(void **)&inside = page;
	act.restorer = page + 1024;
	memcpy(page + 1024, range_restorer,
	       (size_t)(range_restorer_end - range_restorer));
	if (prctl(DISPATCH, OFF, 0, 0, 0))
		skip("no Syscall User Dispatch");
	syscall(SYS_rt_sigaction, SIGSYS, &act, NULL, 8);
	use(ALL_BUT, (uintptr_t)page, JIT_PAGE, (jit_fn)own);
	use(ALL_BUT, (uintptr_t)page, JIT_PAGE, (jit_fn)(uintptr_t)jit_any);
	use(ONLY, (uintptr_t)own, JIT_PAGE, (jit_fn)own);
	return verdict();
}
