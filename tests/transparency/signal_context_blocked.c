/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * The ucontext of a signal that interrupts a blocking call: every other
 * register as at the call, rip at its instruction (it will be restarted) or
 * behind it (EINTR in rax). Fails without sigcontext_show() (sigcontext.c), and
 * for SIGTRAP when that takes one that was sent for a step.
 */
#define _GNU_SOURCE
#include "sig.h"

long blocked_call(const long arguments[7]);
extern const char blocked_site[], blocked_behind[];
extern uintptr_t blocked_rsp, blocked_rsp_after;
extern unsigned char blocked_carry;

static int ends[2];
static greg_t seen[NGREG];
static uint64_t mask;
static stack_t stack;
static volatile sig_atomic_t calls, over;

static void on_signal(int sig, siginfo_t *info, void *context)
{
	const ucontext_t *uc = context;

	(void)sig, (void)info;
	if (over) /* the call is, or will be: not what this is about */
		return;
	memcpy(seen, uc->uc_mcontext.gregs, sizeof(seen));
	memcpy(&mask, &uc->uc_sigmask, sizeof(mask));
	stack = uc->uc_stack;
	if (++calls == 3 && write(ends[1], "x", 1) != 1)
		failed = 1;
	over = calls == 3 || seen[REG_RIP] == (greg_t)blocked_behind;
}

static timer_t signal_every(int sig)
{
	struct sigevent event = {.sigev_notify = SIGEV_SIGNAL,
				 .sigev_signo = sig};
	const struct itimerspec often = {{0, 3000000}, {0, 3000000}};
	timer_t timer;

	if (timer_create(CLOCK_MONOTONIC, &event, &timer) ||
	    timer_settime(timer, 0, &often, NULL))
		failed = 1;
	return timer;
}

static void run(int sig, int flags)
{
	char byte;
	const long arguments[7] = {SYS_read, ends[0], (long)&byte, 1,
				   0x7777,   0x8888,  0x9999};
	timer_t timer;
	long ret;

	handle(sig, on_signal, flags);
	calls = over = 0;
	timer = signal_every(sig);
	ret = blocked_call(arguments);
	over = 1;
	timer_delete(timer);
	printf("returns %ld, at %s, rax %lld\n", ret,
	       seen[REG_RIP] == (greg_t)blocked_site	 ? "the call"
	       : seen[REG_RIP] == (greg_t)blocked_behind ? "behind it"
							 : "somewhere",
	       seen[REG_RAX]);
	printf("%llx %llx %llx %llx %llx %llx\n", seen[REG_RBX], seen[REG_RBP],
	       seen[REG_R12], seen[REG_R13], seen[REG_R14], seen[REG_R15]);
	printf("%llx %llx %llx, flags %llx\n", seen[REG_R10], seen[REG_R8],
	       seen[REG_R9], seen[REG_EFL] & 0xcd5);
	CHECK(seen[REG_RDI] == ends[0] && seen[REG_RSI] == (greg_t)&byte);
	CHECK(seen[REG_RDX] == 1);
	CHECK(seen[REG_R11] == seen[REG_EFL]);
	CHECK((uintptr_t)seen[REG_RSP] == blocked_rsp);
	CHECK(blocked_rsp_after == blocked_rsp && blocked_carry == 1);
	printf("mask %lx, stack %d\n", mask, stack.ss_flags);
}

int main(void)
{
	if (pipe(ends))
		return 1;
	run(SIGALRM, 0);
	run(SIGALRM, SA_RESTART);
	run(SIGTRAP, 0);
	run(SIGTRAP, SA_RESTART);
	mask_call(SIG_SETMASK, bit(SIGUSR2) | bit(SIGSEGV) | bit(40));
	run(SIGALRM, 0);
	run(SIGALRM, SA_RESTART);
	return failed;
}
