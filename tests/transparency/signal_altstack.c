/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * sigaltstack: what is read back outside and inside a handler, on which stack
 * handlers run, EPERM for a change made on it, SS_AUTODISARM, sizes. Holds by
 * handlers being jumped to from the kernel's own frame (signal_entry,
 * signal_entry.S) and by faults_use_altstack() (faults.c): fails when handlers
 * are called from a stack of ours, or when altstack_change() issues the call
 * elsewhere.
 */
#define _GNU_SOURCE
#include "sig.h"

#ifndef SS_AUTODISARM
#define SS_AUTODISARM (1U << 31)
#endif

static _Alignas(64) char stack[65536];
static stack_t inside;
static int on_it, change;
static uintptr_t context_sp;

static void on_signal(int sig, siginfo_t *info, void *context)
{
	const ucontext_t *uc = context;
	stack_t other = {.ss_sp = stack, .ss_size = 32768};
	char here;

	(void)sig, (void)info;
	on_it = &here >= stack && &here < stack + sizeof(stack);
	sigaltstack(NULL, &inside);
	change = sigaltstack(&other, NULL) == 0 ? 0 : errno;
	CHECK(uc->uc_stack.ss_sp == stack || uc->uc_stack.ss_sp == NULL);
	context_sp = (uintptr_t)uc->uc_mcontext.gregs[REG_RSP];
}

static void show(const char *what, int sig, int flags, unsigned int ss_flags)
{
	stack_t ss = {.ss_sp = stack,
		      .ss_size = sizeof(stack),
		      .ss_flags = (int)ss_flags},
		after;

	CHECK(sigaltstack(&ss, NULL) == 0);
	handle(sig, on_signal, flags);
	kill(getpid(), sig);
	sigaltstack(NULL, &after);
	printf("%s %d: on it %d, inside %x %d %zu, change %d, after %x %d "
	       "%zu\n",
	       what, sig, on_it, (unsigned int)inside.ss_flags,
	       inside.ss_sp == stack, inside.ss_size, change,
	       (unsigned int)after.ss_flags, after.ss_sp == stack,
	       after.ss_size);
	CHECK(context_sp < (uintptr_t)stack ||
	      context_sp >= (uintptr_t)stack + sizeof(stack));
}

int main(void)
{
	stack_t ss = {.ss_sp = stack, .ss_size = 100}, old;

	CHECK(sigaltstack(NULL, &old) == 0);
	printf("at first %d %d %zu\n", old.ss_flags, old.ss_sp == NULL,
	       old.ss_size);
	CHECK(sigaltstack(&ss, NULL) == -1 && errno == ENOMEM);
	ss.ss_flags = 77;
	CHECK(raw3(SYS_sigaltstack, (long)&ss, 0, 0) == -EINVAL);
	CHECK(raw3(SYS_sigaltstack, (long)unmapped(), 0, 0) == -EFAULT);
	for (int i = 0; i < 2; i++) {
		int sig = i ? SIGSEGV : SIGUSR1;

		show("plain", sig, 0, 0);
		show("onstack", sig, SA_ONSTACK, 0);
		show("autodisarm", sig, SA_ONSTACK, SS_AUTODISARM);
		show("disabled", sig, SA_ONSTACK, SS_DISABLE);
	}
	return failed;
}
