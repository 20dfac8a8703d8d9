/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * A handler on an alternate stack names another one in its context, that on
 * which the program goes on. Before Linux 6.12 the kernel sets it; since then
 * it does not, because the handler still stands on the one that is set. Calls
 * that are hooked then change neither. Fails without expect_either().
 */
#define _GNU_SOURCE
#include <signal.h>
#include <string.h>
#include <sys/syscall.h>
#include <ucontext.h>
#include <unistd.h>

#include "check.h"
#include "raw.h"
#include "two_stacks.h"

static void say(const char *when)
{
	stack_t now;
	int index;

	memset(&now, 0, sizeof(now));
	CHECK(sigaltstack(NULL, &now) == 0);
	index = now.ss_sp == stacks[0] ? 0 : now.ss_sp == stacks[1] ? 1 : -1;
	printf("%s: %d flags %x\n", when, index, (unsigned int)now.ss_flags);
}

static void inner(int sig, siginfo_t *info, void *context)
{
	ucontext_t *uc = context;

	(void)sig;
	(void)info;
	say("inner");
	uc->uc_stack = (stack_t){.ss_sp = stacks[0], .ss_size = STACK_SIZE};
}

static void outer(int sig, siginfo_t *info, void *context)
{
	(void)sig;
	(void)info;
	(void)context;
	say("outer");
	CHECK(set_stack(1, 0) == 0);
	raise(SIGUSR2);
	for (int i = 0; i < 3; i++)
		raw0(SYS_getppid);
	say("behind it");
	raise(SIGUSR2);
	say("behind it again");
}

int main(void)
{
	struct sigaction act = {.sa_flags = SA_SIGINFO | SA_ONSTACK};

	act.sa_sigaction = outer;
	sigaction(SIGUSR1, &act, NULL);
	act.sa_sigaction = inner;
	sigaction(SIGUSR2, &act, NULL);
	CHECK(set_stack(0, SS_AUTODISARM) == 0);
	raise(SIGUSR1);
	say("at the end");
	return verdict();
}
