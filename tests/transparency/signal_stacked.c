/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Several signals are let through at once: the kernel stacks a frame for each
 * before the first instruction of any handler. Each frame shows the handler
 * below at its first instruction with its arguments, and its mask; a handler
 * that is named meanwhile is not the one that runs, for delivery has been
 * decided. Fails when our entry is shown, or a handler is looked up when it
 * begins.
 */
#define _GNU_SOURCE
#include "sig.h"

#define SIGNALS 4

static const int signals[SIGNALS] = {SIGUSR1, SIGUSR2, 40, 43};
static const char *names[SIGNALS] = {"USR1", "USR2", "40", "43"};
static volatile sig_atomic_t depth;

static int index_of(int sig)
{
	for (int i = 0; i < SIGNALS; i++)
		if (signals[i] == sig)
			return i;
	return -1;
}

static void too_late(int sig, siginfo_t *info, void *context)
{
	(void)info, (void)context;
	printf("too late: %s\n", names[index_of(sig)]);
}

static void first(int sig, siginfo_t *info, void *context);
static void second(int sig, siginfo_t *info, void *context);

static void tell(const char *which, int sig, siginfo_t *info, void *context)
{
	const ucontext_t *uc = context;
	const greg_t *regs = uc->uc_mcontext.gregs;
	uint64_t before = *(const uint64_t *)&uc->uc_sigmask;
	uintptr_t rip = (uintptr_t)regs[REG_RIP];

	printf("%d %s %s value %d mask %lx before %lx", depth++, which,
	       names[index_of(sig)], info->si_value.sival_int, blocked(),
	       before);
	if (rip == (uintptr_t)first || rip == (uintptr_t)second)
		printf(" at handler of %s, rax %ld, info %d context %d",
		       names[index_of((int)regs[REG_RDI])], (long)regs[REG_RAX],
		       ((siginfo_t *)regs[REG_RSI])->si_signo == regs[REG_RDI],
		       (uintptr_t)regs[REG_RDX] > (uintptr_t)context);
	puts("");
	for (int i = 0; i < SIGNALS; i++)
		handle(signals[i], too_late, 0);
	getppid();
	depth--;
}

static void first(int sig, siginfo_t *info, void *context)
{
	tell("first", sig, info, context);
}

static void second(int sig, siginfo_t *info, void *context)
{
	tell("second", sig, info, context);
}

static void round_of(int flags, uint64_t mask)
{
	struct kernel_action act;

	mask_call(SIG_SETMASK, ~0ul);
	for (int i = 0; i < SIGNALS; i++) {
		union sigval value = {.sival_int = i};

		handle(signals[i], i % 2 ? first : second, flags);
		raw6(SYS_rt_sigaction, signals[i], 0, (long)&act, 8, 0, 0);
		act.mask = mask;
		raw6(SYS_rt_sigaction, signals[i], (long)&act, 0, 8, 0, 0);
		sigqueue(getpid(), signals[i], value);
	}
	mask_call(SIG_SETMASK, 0);
}

int main(void)
{
	round_of(0, 0);
	round_of(SA_NODEFER, 0);
	round_of(SA_RESETHAND, 0);
	round_of(0, bit(SIGUSR2) | bit(40));
	round_of(SA_RESTART, ~0ul);
	return failed;
}
