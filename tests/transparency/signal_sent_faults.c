/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * SIGSEGV, SIGBUS and SIGSYS sent while blocked come once, when unblocked;
 * a fault with the signal blocked or ignored kills; a fault in the handler of
 * one kills. Fails without masks_hold() (sigmask.c) and perish_arrived()
 * (perish.c).
 */
#define _GNU_SOURCE
#include "sig.h"

static volatile sig_atomic_t calls;
static int sig;
static char *nowhere;

static void on_signal(int number, siginfo_t *info, void *context)
{
	(void)number, (void)context;
	calls += info->si_code == SI_USER ? 1 : 100;
}

static void fault(void)
{
	*(volatile char *)nowhere = 1;
}

static void on_fault(int number, siginfo_t *info, void *context)
{
	(void)number, (void)info, (void)context;
	fault();
}

static void fault_blocked(void)
{
	handle(SIGSEGV, on_signal, 0);
	mask_call(SIG_BLOCK, bit(SIGSEGV));
	fault();
}

static void fault_ignored(void)
{
	signal(SIGSEGV, SIG_IGN);
	fault();
}

static void fault_in_handler(void)
{
	handle(SIGSEGV, on_fault, 0);
	fault();
}

static void sent_default(void)
{
	mask_call(SIG_BLOCK, bit(sig));
	kill(getpid(), sig);
	getppid();
	mask_call(SIG_UNBLOCK, bit(sig));
	_exit(1);
}

int main(void)
{
	static const int signals[] = {SIGSYS, SIGSEGV, SIGBUS};

	nowhere = unmapped();
	for (int i = 0; i < 3; i++) {
		sig = signals[i];
		handle(sig, on_signal, 0);
		mask_call(SIG_BLOCK, bit(sig));
		kill(getpid(), sig);
		CHECK(calls == 0);
		mask_call(SIG_UNBLOCK, bit(sig));
		printf("%d: %d\n", sig, calls);
		signal(sig, SIG_DFL);
		calls = 0;
		printf("default: %x\n", status_of(sent_default) & 0x7f);
	}
	printf("blocked: %x\n", status_of(fault_blocked) & 0x7f);
	printf("ignored: %x\n", status_of(fault_ignored) & 0x7f);
	printf("in handler: %x\n", status_of(fault_in_handler) & 0x7f);
	return failed;
}
