/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "masks.h"

#include <asm/sigcontext.h>
#include <asm/siginfo.h>
#include <asm/signal.h>
#include <asm/ucontext.h>

#include "gate.h"
#include "memory.h"
#include "signals.h"
#include "syscall.h"
#include "text.h"

#define EFAULT_ERR (-14)
#define MASK_SIZE 8

static_assert(MASKS_OURS == (SIGNALS_BIT(SIGBUS) | SIGNALS_BIT(SIGSEGV)),
	      "the bits of our signals");

static long kernel_mask(int how, uint64_t set, uint64_t *old)
{
	return SYSCALL(__NR_rt_sigprocmask, how, &set, old, MASK_SIZE, 0, 0);
}

void masks_init(struct thread *t)
{
	uint64_t inherited = 0;

	kernel_mask(SIG_UNBLOCK, MASKS_OURS, &inherited);
	t->blocked = inherited & MASKS_OURS;
}

long masks_change(struct call *call)
{
	struct SyscallRegs regs = call->regs;
	struct thread *t = call->thread;
	uint64_t before = t->blocked, set = 0, kernels;
	long ret;

	if (regs.rsi && regs.r10 == MASK_SIZE) {
		if (memory_peek(regs.rsi, &set))
			return EFAULT_ERR;
		kernels = set & ~MASKS_OURS;
		regs.rsi = (uintptr_t)&kernels;
	}
	ret = gate_issue(&regs);
	if (ret != 0)
		return ret;
	if (regs.rsi && (int)regs.rdi == SIG_BLOCK)
		t->blocked |= set & MASKS_OURS;
	else if (regs.rsi && (int)regs.rdi == SIG_UNBLOCK)
		t->blocked &= ~set;
	else if (regs.rsi)
		t->blocked = set & MASKS_OURS;
	if (regs.rdx)
		*(uint64_t *)regs.rdx |= before;
	masks_release(t);
	return 0;
}

/* uc_sigmask is longer than the kernel's mask in some headers. */
static uint64_t *mask_of(struct ucontext *uc)
{
	return (uint64_t *)&uc->uc_sigmask;
}

void masks_enter(struct thread *t, int sig, const struct action *act,
		 struct ucontext *uc)
{
	*mask_of(uc) |= t->blocked;
	t->blocked |= act->mask & MASKS_OURS;
	if (!(act->flags & SA_NODEFER))
		t->blocked |= SIGNALS_BIT(sig) & MASKS_OURS;
}

void masks_leave(struct thread *t, struct ucontext *uc)
{
	t->blocked = *mask_of(uc) & MASKS_OURS;
	*mask_of(uc) &= ~MASKS_OURS;
	masks_release(t);
}

static uint64_t *held_info(struct thread *t, int sig)
{
	return t->held_info[sig == SIGSEGV];
}

void masks_hold(struct thread *t, int sig, const struct siginfo *info)
{
	if (t->held & SIGNALS_BIT(sig))
		return; /* pending once, as standard signals are */
	memcpy(held_info(t, sig), info, sizeof(t->held_info[0]));
	t->held |= SIGNALS_BIT(sig);
}

__attribute__((cold)) static void release(struct thread *t, int sig)
{
	if (!(t->held & ~t->blocked & SIGNALS_BIT(sig)))
		return;
	t->held &= ~SIGNALS_BIT(sig);
	signals_queue(sig, held_info(t, sig));
}

void masks_release(struct thread *t)
{
	if (__builtin_expect(t->held != 0, 0)) {
		release(t, SIGBUS);
		release(t, SIGSEGV);
	}
}

void masks_before_exec(const struct thread *t)
{
	if (t->blocked)
		kernel_mask(SIG_BLOCK, t->blocked, NULL);
}

void masks_after_failed_exec(const struct thread *t)
{
	if (t->blocked)
		kernel_mask(SIG_UNBLOCK, t->blocked, NULL);
}
