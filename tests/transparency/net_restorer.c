/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Handlers whose restorer is code made at run time, so rt_sigreturn itself
 * traps: the context goes back whole, with the mask, on one stack and on the
 * alternate one, and nested. Fails when rt_sigreturn is made in the trap's
 * handler, or with another stack pointer than the program's.
 */
#define _GNU_SOURCE
#include "sig.h"

#include "jit.h"

JIT_ROUTINE(net_restorer, "mov $15, %eax\n"
			  "syscall\n"
			  "ud2");

static volatile int depth, deepest, handled;

static void on_signal(int sig, siginfo_t *info, void *context)
{
	ucontext_t *uc = context;

	(void)sig, (void)info;
	handled++;
	depth++;
	if (depth > deepest)
		deepest = depth;
	if (depth < 4)
		jit3(SYS_tgkill, getpid(), gettid(), SIGUSR1);
	depth--;
	if (depth == 0)
		uc->uc_mcontext.gregs[REG_RAX] = 4711;
}

int main(void)
{
	static char alternate[65536];
	const stack_t stack = {.ss_sp = alternate,
			       .ss_size = sizeof(alternate)};
	static const int flags[] = {0, SA_ONSTACK};
	struct kernel_action act;

	jit_begin();
	sigaltstack(&stack, NULL);
	for (int i = 0; i < 2; i++) {
		act = kernel_action(on_signal, flags[i] | SA_NODEFER);
		act.restorer = JIT(net_restorer);
		CHECK(raw6(SYS_rt_sigaction, SIGUSR1, (long)&act, 0, 8, 0, 0) ==
		      0);
		handled = deepest = 0;
		for (int n = 0; n < 50; n++) {
			CHECK(jit3(SYS_tgkill, getpid(), gettid(), SIGUSR1) ==
			      4711);
			CHECK(blocked() == 0);
		}
		printf("%d handled, %d deep\n", handled, deepest);
	}
	return failed;
}
