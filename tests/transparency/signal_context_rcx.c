/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * rcx in the ucontext of a signal that interrupted a blocking call: the
 * address behind the instruction, as the kernel leaves it, also when the call
 * will be restarted. Fails without at_site() (sigcontext.c) putting it there
 * for a call that was in the kernel already.
 */
#define _GNU_SOURCE
#include "sig.h"

static int ends[2];
static volatile greg_t rip, rcx;
static volatile sig_atomic_t calls;

static void on_alarm(int sig, siginfo_t *info, void *context)
{
	const ucontext_t *uc = context;

	(void)sig, (void)info;
	rip = uc->uc_mcontext.gregs[REG_RIP];
	rcx = uc->uc_mcontext.gregs[REG_RCX];
	if (++calls == 3 && write(ends[1], "x", 1) != 1)
		failed = 1;
}

int main(void)
{
	char byte;

	if (pipe(ends))
		return 1;
	for (int flags = 0; flags <= SA_RESTART; flags += SA_RESTART) {
		handle(SIGALRM, on_alarm, flags);
		calls = 0;
		alarm_every(20000);
		printf("%ld: ", raw3(SYS_read, ends[0], (long)&byte, 1));
		alarm_every(0);
		printf("rcx is rip + %lld\n", rcx - rip);
	}
	return failed;
}
