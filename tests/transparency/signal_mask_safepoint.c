/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * A handler that runs because rt_sigprocmask or rt_sigreturn lets its signal
 * through finds the new mask in force: SIGSEGV is not blocked any more, and a
 * fault in it is handled, as a garbage collector's safepoint needs. What the
 * call tells of the mask before is there. Fails when the program's view of
 * SIGSEGV changes after the kernel's call.
 */
#define _GNU_SOURCE
#include <setjmp.h>

#include "sig.h"

static char *page;
static uint64_t old;
static sigjmp_buf back;
static volatile sig_atomic_t leaves;

static void on_fault(int sig, siginfo_t *info, void *context)
{
	(void)sig, (void)info, (void)context;
	puts("fault");
	mprotect(page, 4096, PROT_READ | PROT_WRITE);
}

static void on_signal(int sig, siginfo_t *info, void *context)
{
	const ucontext_t *uc = context;

	(void)info;
	mprotect(page, 4096, PROT_NONE);
	page[0] = 1;
	printf("%s: before %lx, told %lx\n", strsignal(sig),
	       *(const uint64_t *)&uc->uc_sigmask, old);
	if (leaves)
		siglongjmp(back, 1);
}

static void on_outer(int sig, siginfo_t *info, void *context)
{
	(void)sig, (void)info, (void)context;
	raise(SIGUSR1); /* let through by this handler's return */
	puts("outer");
}

int main(void)
{
	struct sigaction act = {.sa_sigaction = on_outer,
				.sa_flags = SA_SIGINFO};

	page = mmap(NULL, 4096, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	handle(SIGSEGV, on_fault, 0);
	handle(SIGUSR1, on_signal, 0);
	for (leaves = 0; leaves < 2; leaves++) {
		old = 1;
		mask_call(SIG_SETMASK, ~0ul);
		raise(SIGUSR1);
		if (sigsetjmp(back, 0) == 0)
			syscall(SYS_rt_sigprocmask, SIG_SETMASK, &(uint64_t){0},
				&old, 8);
		printf("told %lx\n", old);
		mask_call(SIG_SETMASK, bit(SIGSEGV) | bit(SIGUSR1));
		raise(SIGUSR1);
		if (sigsetjmp(back, 0) == 0)
			mask_call(SIG_UNBLOCK, bit(SIGSEGV) | bit(SIGUSR1));
		mask_call(SIG_SETMASK, 0);
	}
	leaves = 0;
	sigfillset(&act.sa_mask);
	sigaction(SIGUSR2, &act, NULL);
	raise(SIGUSR2);
	printf("in the end %lx\n", blocked());
	return failed;
}
