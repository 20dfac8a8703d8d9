/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "masks.h"

#include <asm/sigcontext.h>
#include <asm/siginfo.h>
#include <asm/signal.h>
#include <asm/ucontext.h>

#include "gate.h"
#include "memory.h"
#include "sigcall.h"
#include "sud.h"
#include "syscall.h"
#include "text.h"

#define EFAULT_ERR (-14)
#define MASK_SIZE 8

static_assert(MASKS_OURS == (SIGCALL_BIT(SIGBUS) | SIGCALL_BIT(SIGSEGV) |
			     SIGCALL_BIT(SIGSYS)),
	      "the bits of our signals");
static_assert(THREAD_HELD == MASKS_COUNT, "room for each");

const unsigned char masks_ours[MASKS_COUNT] = {SIGBUS, SIGSEGV, SIGSYS};

int masks_index(int sig)
{
	return sig == SIGBUS ? 0 : sig == SIGSEGV ? 1 : sig == SIGSYS ? 2 : -1;
}

/* Of ours, those for which the program has made a signalfd. */
static uint64_t watched;

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

/* uc_sigmask is longer than the kernel's mask in some headers. */
static uint64_t *mask_of(struct ucontext *uc)
{
	return (uint64_t *)&uc->uc_sigmask;
}

void masks_enter(struct thread *t, int sig, const struct action *act,
		 struct ucontext *uc)
{
	*mask_of(uc) |= t->waiting ? t->blocked_before : t->blocked;
	t->waiting = 0;
	t->blocked |= act->mask & MASKS_OURS;
	if (!(act->flags & SA_NODEFER))
		t->blocked |= SIGCALL_BIT(sig) & MASKS_OURS;
}

void masks_leave(struct thread *t, struct ucontext *uc)
{
	t->blocked = *mask_of(uc) & MASKS_OURS;
	*mask_of(uc) &= ~MASKS_OURS;
	masks_release(t);
}

static uint64_t *held_info(struct thread *t, int sig)
{
	return t->held_info[masks_index(sig)];
}

/* For a signalfd it has to be pending in the kernel's eyes, hence blocked. */
static void hold_in_kernel(int sig, const struct siginfo *info,
			   struct ucontext *uc)
{
	kernel_mask(SIG_BLOCK, SIGCALL_BIT(sig), NULL);
	*mask_of(uc) |= SIGCALL_BIT(sig);
	sigcall_queue(sig, info);
}

void masks_hold(struct thread *t, int sig, const struct siginfo *info,
		struct ucontext *uc)
{
	if (watched & t->blocked & SIGCALL_BIT(sig)) {
		hold_in_kernel(sig, info, uc);
		return;
	}
	if (t->held & SIGCALL_BIT(sig))
		return; /* pending once, as standard signals are */
	memcpy(held_info(t, sig), info, sizeof(t->held_info[0]));
	t->held |= SIGCALL_BIT(sig);
}

/* To the kernel, which delivers them unless they are blocked there. */
static void send(struct thread *t, uint64_t set)
{
	for (int i = 0; i < MASKS_COUNT; i++)
		if (set & SIGCALL_BIT(masks_ours[i])) {
			t->held &= ~SIGCALL_BIT(masks_ours[i]);
			sigcall_queue(masks_ours[i], t->held_info[i]);
		}
}

void masks_send(struct thread *t)
{
	send(t, t->held & ~t->blocked);
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

/* --- calls -------------------------------------------------------------------
 */

static long change(struct call *call)
{
	struct SyscallRegs regs = call->regs;
	struct thread *t = call->thread;
	uint64_t before = t->blocked, set = 0, kernels, old;
	long ret;

	if (regs.r10 != MASK_SIZE)
		return gate_issue(&regs);
	if (regs.rsi && memory_peek(regs.rsi, &set))
		return EFAULT_ERR;
	kernels = set & ~MASKS_OURS;
	if (regs.rsi)
		regs.rsi = (uintptr_t)&kernels;
	regs.rdx = (uintptr_t)&old;
	ret = gate_issue(&regs);
	if (ret != 0)
		return ret;
	if (regs.rsi && (int)regs.rdi == SIG_BLOCK)
		t->blocked |= set & MASKS_OURS;
	else if (regs.rsi && (int)regs.rdi == SIG_UNBLOCK)
		t->blocked &= ~set;
	else if (regs.rsi)
		t->blocked = set & MASKS_OURS;
	if (watched)
		kernel_mask(SIG_UNBLOCK, MASKS_OURS & ~t->blocked, NULL);
	old = (old & ~MASKS_OURS) | before;
	if (call->regs.rdx &&
	    memory_copy_out(call->regs.rdx, &old, sizeof(old)) != sizeof(old))
		ret = EFAULT_ERR;
	masks_release(t);
	return ret;
}

/*
 * Where a call that waits has the address of its mask: in a register or, for
 * pselect6, in the pair that a register leads to, which is copied. NULL: it has
 * none, or not one that the kernel will take.
 */
static uint64_t *mask_address(struct SyscallRegs *regs, uint64_t pair[2])
{
	uint64_t *at = pair, size;

	switch (regs->rax) {
	case __NR_rt_sigsuspend:
		at = &regs->rdi, size = regs->rsi;
		break;
	case __NR_ppoll:
		at = &regs->r10, size = regs->r8;
		break;
	case __NR_pselect6:
		if (memory_copy_in(pair, regs->r9, 16) != 16)
			return NULL;
		regs->r9 = (uintptr_t)pair;
		size = pair[1];
		break;
	default: /* epoll_pwait, epoll_pwait2 */
		at = &regs->r8, size = regs->r9;
	}
	return *at && size == MASK_SIZE ? at : NULL;
}

/*
 * Wait under the program's mask without ours. A handler that runs meanwhile
 * has it added to, and goes back to the mask before: see masks_enter(). One of
 * ours that was held and is let through becomes pending in the kernel first,
 * for it ends the wait.
 */
static long wait(struct call *call)
{
	struct SyscallRegs regs = call->regs;
	struct thread *t = call->thread;
	uint64_t pair[2], set, due;
	uint64_t *at = mask_address(&regs, pair);
	long ret;

	if (!at || memory_peek(*at, &set) || !((set | t->blocked) & MASKS_OURS))
		return gate_issue(&call->regs);
	due = t->held & ~set;
	t->blocked_before = t->blocked;
	t->blocked = set & MASKS_OURS;
	set &= ~MASKS_OURS;
	*at = (uintptr_t)&set;
	if (due) {
		kernel_mask(SIG_BLOCK, due, NULL);
		send(t, due);
	}
	t->waiting = 1;
	ret = gate_issue(&regs);
	if (t->waiting)
		t->blocked = t->blocked_before;
	t->waiting = 0;
	if (due)
		kernel_mask(SIG_UNBLOCK, due, NULL);
	masks_release(t);
	return ret;
}

static long pending(struct call *call)
{
	struct SyscallRegs regs = call->regs;
	size_t size = regs.rsi; /* it may be short, but not too long */
	uint64_t set = 0;
	long ret;

	regs.rdi = (uintptr_t)&set;
	ret = gate_issue(&regs);
	if (ret != 0)
		return ret;
	set |= call->thread->held;
	return memory_copy_out(call->regs.rdi, &set, size) == size ? 0
								   : EFAULT_ERR;
}

/* rt_sigtimedwait: what is held is there at once. */
static long take(struct call *call)
{
	const struct SyscallRegs *regs = &call->regs;
	struct thread *t = call->thread;
	uint64_t set;
	int sig;

	if (!t->held || regs->r10 != MASK_SIZE ||
	    memory_peek(regs->rdi, &set) || !(set & t->held))
		return gate_issue(regs);
	sig = __builtin_ctzl(set & t->held) + 1;
	t->held &= ~SIGCALL_BIT(sig);
	if (regs->rsi &&
	    memory_copy_out(regs->rsi, held_info(t, sig),
			    sizeof(t->held_info[0])) != sizeof(t->held_info[0]))
		return EFAULT_ERR;
	return sig;
}

/* What may not be blocked in the kernel, for the next call may trap. */
static uint64_t needed(void)
{
	return sud_is_on() ? SIGCALL_BIT(SIGSYS) : 0;
}

static long watch(struct call *call)
{
	uint64_t set;
	long ret = gate_issue(&call->regs);

	if (ret >= 0 && !memory_peek(call->regs.rsi, &set))
		watched |= set & MASKS_OURS & ~needed();
	if (watched) /* a fault of ours would meet a signal that is blocked */
		memory_avoid_faults();
	return ret;
}

const unsigned short masks_numbers[] = {
	__NR_rt_sigsuspend,   __NR_ppoll,	 __NR_pselect6,
	__NR_epoll_pwait,     __NR_epoll_pwait2, __NR_rt_sigpending,
	__NR_rt_sigtimedwait, __NR_signalfd,	 __NR_signalfd4,
};
const size_t masks_numbers_count =
	sizeof(masks_numbers) / sizeof(masks_numbers[0]);

long masks_issue(struct call *call)
{
	if (!call->thread)
		return gate_issue(&call->regs);
	switch (call->regs.rax) {
	case __NR_rt_sigprocmask:
		return change(call);
	case __NR_rt_sigpending:
		return pending(call);
	case __NR_rt_sigtimedwait:
		return take(call);
	case __NR_signalfd:
	case __NR_signalfd4:
		return watch(call);
	default:
		return wait(call);
	}
}
