/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * What a handler writes into its ucontext holds after it: rax, rip, the mask,
 * also for a signal that interrupted a blocking call. Fails without
 * sigmask_leave() (sigmask.c) for SIGSEGV in the mask, and without
 * sigcontext_restore()'s comparison (sigcontext.c): the change would be lost.
 */
#define _GNU_SOURCE
#include <sys/mman.h>

#include "sig.h"

static int ends[2], skip;
static volatile sig_atomic_t calls;
static uint64_t new_mask;

static void on_edit(int sig, siginfo_t *info, void *context)
{
	ucontext_t *uc = context;

	(void)sig, (void)info;
	calls++;
	getppid();
	memcpy(&uc->uc_sigmask, &new_mask, sizeof(new_mask));
	if (skip)
		uc->uc_mcontext.gregs[REG_RIP] += skip;
	uc->uc_mcontext.gregs[REG_RAX] = 4321;
	getppid();
}

static void masks(void)
{
	static const uint64_t list[] = {0, 1ul << (SIGUSR2 - 1),
					1ul << (SIGSEGV - 1), ~0ul};

	for (int i = 0; i < 8; i++) {
		new_mask = list[i % 4];
		handle(i < 4 ? SIGUSR1 : SIGBUS, on_edit, 0);
		kill(getpid(), i < 4 ? SIGUSR1 : SIGBUS);
		printf("%lx\n", blocked());
		mask_call(SIG_SETMASK, 0);
	}
}

/* A signal held back comes when the handler's change lets it. */
static void on_second(int sig, siginfo_t *info, void *context)
{
	(void)sig, (void)info, (void)context;
	calls += 100;
}

static void held(int sig)
{
	calls = 0;
	new_mask = 0;
	handle(sig, on_second, 0);
	handle(SIGUSR1, on_edit, 0);
	mask_call(SIG_BLOCK, bit(sig));
	kill(getpid(), sig);
	getppid();
	CHECK(calls == 0);
	kill(getpid(), SIGUSR1);
	printf("held %d: %d calls, mask %lx\n", sig, calls, blocked());
}

int main(void)
{
	char *page = unmapped();
	long ret;

	masks();
	held(SIGUSR2);

	/* a load that faults is skipped, its result made up */
	new_mask = 0;
	handle(SIGSEGV, on_edit, 0);
	skip = 3;
	__asm__ volatile(".byte 0x48, 0x8b, 0x07" /* mov (%rdi), %rax */
			 : "=a"(ret)
			 : "D"(page)
			 : "memory");
	printf("load: %ld\n", ret);

	/* a blocking call's result is made up */
	if (pipe(ends))
		return 1;
	skip = calls = 0;
	handle(SIGALRM, on_edit, 0);
	alarm_every(3000);
	ret = raw3(SYS_read, ends[0], (long)page, 1);
	alarm_every(0);
	printf("read: %ld\n", ret);

	/* a restarted one is skipped */
	skip = 2;
	handle(SIGALRM, on_edit, SA_RESTART);
	ualarm(5000, 0);
	ret = raw3(SYS_read, ends[0], (long)page, 1);
	printf("read: %ld\n", ret);
	return failed;
}
