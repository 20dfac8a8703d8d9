/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Makes calls about masks, with our signals unblocked in the kernel. */
#include "signals/sigmask.h"

#include <asm/errno.h>
#include <asm/sigcontext.h>
#include <asm/siginfo.h>
#include <asm/signal.h>
#include <asm/ucontext.h>
#include <linux/io_uring.h>

#include "base/frame.h"
#include "base/gate.h"
#include "base/ksignal.h"
#include "base/nolibc.h"
#include "base/rawcall.h"
#include "signals/held.h"
#include "thread/memory.h"
#include "thread/seccomp_filters.h"

#define MASK_SIZE 8

/* From gate_issue()'s stack pointer to its caller's variables, at most. */
#define WAIT_FRAME 512

static_assert(KSIGNAL_OURS == (KSIGNAL_BIT(SIGBUS) | KSIGNAL_BIT(SIGSEGV) |
			       KSIGNAL_BIT(SIGSYS)),
	      "the bits of our signals");
static_assert(THREAD_HELD == SIGMASK_COUNT, "room for each");

const unsigned char sigmask_ours[SIGMASK_COUNT] = {SIGBUS, SIGSEGV, SIGSYS};

int sigmask_index(int sig)
{
	return sig == SIGBUS ? 0 : sig == SIGSEGV ? 1 : sig == SIGSYS ? 2 : -1;
}

/*
 * What the program blocks of ours is in t->masks.blocked only, until one is
 * sent (held.h): that is in the kernel's mask too, t->masks.really_blocked.
 *
 * The kernel's mask is changed by rt_sigprocmask, rt_sigreturn, handlers that
 * begin, exec, the calls that sigmask_suspend() makes, and inherited by
 * new tasks. t->masks is changed before it is.
 */
static const int64_t no_time[2]; /* struct timespec */
static int some_blocked;	 /* in any thread, ever */

/* uc_sigmask is longer than the kernel's mask in some headers. */
static uint64_t *mask_of(struct ucontext *uc)
{
	return (uint64_t *)&uc->uc_sigmask;
}

uint64_t sigmask_ask(int how, uint64_t set);
extern const char sigmask_ask_fault[], sigmask_ask_done[];

static uint64_t changed(uint64_t before, int how, uint64_t set)
{
	switch (how) {
	case SIG_BLOCK:
		return before | set;
	case SIG_UNBLOCK:
		return before & ~set;
	case SIG_SETMASK:
		return set;
	default: /* the kernel will refuse it */
		return before;
	}
}

void sigmask_fault(void)
{
	sigmask_ask(SIG_BLOCK, 0);
}

int sigmask_asked(struct ucontext *uc)
{
	struct sigcontext *regs = &uc->uc_mcontext;
	uint64_t *mask = mask_of(uc), before = *mask;

	if (regs->rip != (uintptr_t)sigmask_ask_fault)
		return 0;
	*mask = changed(before, (int)regs->rdi, regs->rsi);
	regs->rax = before;
	regs->rip = (uintptr_t)sigmask_ask_done;
	return 1;
}

/* Behind a filter that refuses rt_sigprocmask: rt_sigreturn sets the mask, too,
 * at the end of a signal's handler. The signal is a fault's, which kills if it
 * is blocked. */
static uint64_t change_by_fault(int how, uint64_t set, uint64_t *old)
{
	const struct SyscallRegs back = {.rax = __NR_rt_sigreturn};
	const struct thread *t = thread_known();
	const uint64_t fault = KSIGNAL_BIT(SIGSEGV);
	uint64_t before;

	if (!t || (t->masks.really_blocked & fault) ||
	    !seccomp_filters_may(t, &back))
		return 0;
	if (how != SIG_UNBLOCK)
		set &= ~fault;
	before = sigmask_ask(how, set);
	if (old)
		*old = before;
	return set;
}

/* What of set could be changed. */
static uint64_t kernel_mask(int how, uint64_t set, uint64_t *old)
{
	long ret =
		SYSCALL(__NR_rt_sigprocmask, how, &set, old, MASK_SIZE, 0, 0);

	return ret == 0 ? set : change_by_fault(how, set, old);
}

/* Without this, what is pending and stays blocked would be delivered. */
static void keep_pending(struct thread *t)
{
	uint64_t set = 0, sys = KSIGNAL_BIT(SIGSYS);
	siginfo_t info;
	int sig;

	SYSCALL(__NR_rt_sigpending, &set, MASK_SIZE, 0, 0, 0, 0);
	set &= t->masks.blocked;
	for (int i = 0; i < SIGMASK_COUNT; i++)
		if (set & KSIGNAL_BIT(sigmask_ours[i]) & ~sys)
			sigmask_block_really(t, sigmask_ours[i]);
	if (t->masks.really_blocked)
		memory_avoid_blocked_faults();
	if (!(set & sys))
		return;
	sig = (int)SYSCALL(__NR_rt_sigtimedwait, &sys, &info, &no_time,
			   MASK_SIZE, 0, 0);
	if (sig == SIGSYS)
		held_at_start(t, &info);
}

void sigmask_init(struct thread *t)
{
	uint64_t mask = 0;

	kernel_mask(SIG_BLOCK, 0, &mask);
	t->masks.blocked = mask & KSIGNAL_OURS;
	if (!t->masks.blocked)
		return;
	keep_pending(t);
	kernel_mask(SIG_UNBLOCK, KSIGNAL_OURS & ~t->masks.really_blocked, NULL);
}

void sigmask_give_up(const struct thread *t)
{
	if (t->masks.blocked)
		kernel_mask(SIG_BLOCK, t->masks.blocked, NULL);
}

void sigmask_leave_to_kernel(struct thread *t)
{
	sigmask_give_up(t);
	held_requeue(t, 0);
	t->masks.blocked = 0;
	t->masks.really_blocked = KSIGNAL_OURS; /* as far as we know */
	memory_avoid_blocked_faults();
}

/* rt_sigprocmask under way: what it tells the program of the mask before. */
struct sigmask_change {
	uintptr_t to; /* 0: it does not ask */
	uint64_t old; /* of the kernel's */
	uint64_t blocked;
	long ret;
};

static void tell_old(struct sigmask_change *change)
{
	uint64_t old = (change->old & ~KSIGNAL_OURS) | change->blocked;

	if (change->to &&
	    memory_copy_out(change->to, &old, sizeof(old)) != sizeof(old))
		change->ret = -EFAULT;
}

uint64_t sigmask_block(uint64_t set)
{
	return kernel_mask(SIG_BLOCK, set, NULL);
}

uint64_t sigmask_unblock(uint64_t set)
{
	return kernel_mask(SIG_UNBLOCK, set, NULL);
}

void sigmask_block_really(struct thread *t, int sig)
{
	some_blocked = 1;
	t->masks.really_blocked |= KSIGNAL_BIT(sig);
}

void sigmask_vfork(struct thread *t)
{
	memcpy(&t->vfork->masks, &t->masks, sizeof(t->masks));
	t->masks.entering = 0;
	t->masks.wait = NULL;
	t->masks.change = NULL;
	held_vfork(t);
}

void sigmask_vfork_done(struct thread *t)
{
	memcpy(&t->masks, &t->vfork->masks, sizeof(t->masks));
	held_vfork_done(t);
}

void sigmask_before_exec(struct thread *t)
{
	if (!t->masks.blocked)
		return;
	held_requeue(t, ~t->masks.blocked);
	sigmask_block(t->masks.blocked);
}

void sigmask_after_failed_exec(const struct thread *t)
{
	if (t->masks.blocked)
		kernel_mask(SIG_UNBLOCK,
			    t->masks.blocked & ~t->masks.really_blocked, NULL);
}

/*
 * May there be calls of this thread that are not seen? It runs without the
 * fallback. Only the kernel's mask says then what it blocks.
 */
static int sigmask_are_kernels(const struct thread *t)
{
	return (t->sud.state & THREAD_SUD_LEFT) != 0;
}

uint64_t sigmask_ours_blocked(const struct thread *t)
{
	uint64_t mask = 0;

	if (!sigmask_are_kernels(t))
		return t->masks.blocked;
	kernel_mask(SIG_BLOCK, 0, &mask);
	return mask & KSIGNAL_OURS;
}

void sigmask_begin_unseen(struct thread *t)
{
	if (sigmask_are_kernels(t))
		sigmask_leave_to_kernel(t);
}

void sigmask_begin(struct thread *t, uint64_t blocked)
{
	t->masks.blocked = blocked;
	t->masks.really_blocked = 0;
	if (some_blocked) /* its maker may have handed it on */
		kernel_mask(SIG_UNBLOCK, KSIGNAL_OURS, NULL);
	sigmask_begin_unseen(t);
}

/* The program's mask is to be this: the kernel's. */
static uint64_t set_blocked(struct thread *t, uint64_t mask)
{
	t->masks.blocked = mask & KSIGNAL_OURS;
	t->masks.really_blocked &= mask;
	return (mask & ~KSIGNAL_OURS) | t->masks.really_blocked;
}

/*
 * The wait whose mask was in force when the signal came: the kernel has just
 * answered -EINTR to its call, which is made right below it. One that a handler
 * has left by siglongjmp is of another call, and its memory is anything.
 */
struct thread_wait *sigmask_wait(struct thread *t, const struct ucontext *uc)
{
	const struct sigcontext *regs = &uc->uc_mcontext;
	struct thread_wait *wait = t ? t->masks.wait : NULL;

	if (!wait || (long)regs->rax != -EINTR ||
	    regs->rip != gate_address(gate_blob_issued) ||
	    (uintptr_t)wait - regs->rsp >= WAIT_FRAME)
		return NULL;
	/* frames are not kept in mind where records are found by id */
	return thread_found == THREAD_BY_TID || !t->frame ||
			       t->frame->rax == wait->nr
		       ? wait
		       : NULL;
}

void sigmask_go_on(struct thread *t, const struct ucontext *uc)
{
	struct thread_wait *wait = sigmask_wait(t, uc);

	if (wait)
		wait->again = 1;
}

uint64_t sigmask_blocked(struct thread *t, const struct ucontext *uc)
{
	const struct thread_wait *wait = sigmask_wait(t, uc);

	if (sigmask_are_kernels(t))
		return uc->uc_sigmask & KSIGNAL_OURS;
	return wait ? wait->mask & KSIGNAL_OURS : t->masks.blocked;
}

/* The handler finds what the call has told the program. */
static void finish_change(struct thread *t)
{
	struct sigmask_change *change = t->masks.change;

	t->masks.change = NULL;
	if (change)
		tell_old(change);
}

uint64_t sigmask_enter(struct thread *t, int sig, const struct action *act,
		       struct ucontext *uc, struct thread_wait *wait)
{
	int is_kernels = t && sigmask_are_kernels(t);
	uint64_t now;

	if (t && !is_kernels) {
		*mask_of(uc) = (*mask_of(uc) & ~KSIGNAL_OURS) |
			       t->masks.blocked;
		finish_change(t);
	}
	now = wait ? wait->mask : *mask_of(uc);
	now |= act->mask;
	if (!(act->flags & SA_NODEFER))
		now |= KSIGNAL_BIT(sig);
	if (is_kernels)
		return now;
	if (!t)
		return now & ~KSIGNAL_OURS;
	if (wait)
		t->masks.wait = wait->outer;
	return set_blocked(t, now);
}

void sigmask_leave(struct thread *t, struct ucontext *uc)
{
	uint64_t *mask = mask_of(uc);

	held_requeue(t, *mask);
	if (!sigmask_are_kernels(t))
		*mask = set_blocked(t, *mask);
}

/* --- calls -------------------------------------------------------------------
 */

/*
 * A handler may run before the kernel's call comes back here, and never come
 * back: what the program blocks of ours is changed before, and what it is told
 * of the mask before by whoever is first.
 */
long sigmask_change(struct call *call)
{
	struct SyscallRegs regs = call->regs;
	struct thread *t = call->thread;
	struct sigmask_change change = {.to = regs.rdx,
					.blocked = t->masks.blocked};
	uint64_t really_blocked = t->masks.really_blocked, set = 0, kernels;
	long ret;

	if (regs.r10 != MASK_SIZE || sigmask_are_kernels(t))
		return gate_issue(&regs);
	if (regs.rsi && memory_peek(regs.rsi, &set))
		return -EFAULT;
	if (regs.rsi) {
		kernels = set_blocked(t, changed(t->masks.blocked,
						 (int)regs.rdi, set));
		if (regs.rdi == SIG_UNBLOCK) {
			held_requeue(t, ~set);
		} else if (regs.rdi == SIG_SETMASK) {
			held_requeue(t, t->masks.blocked);
			set = kernels;
		} else {
			set &= ~KSIGNAL_OURS;
		}
		regs.rsi = (uintptr_t)&set;
	}
	regs.rdx = (uintptr_t)&change.old;
	t->masks.change = &change;
	ret = gate_issue(&regs);
	if (ret != 0) {
		t->masks.change = NULL;
		t->masks.blocked = change.blocked;
		t->masks.really_blocked = really_blocked;
		return ret;
	}
	finish_change(t);
	return change.ret;
}

/* What the register of a call that waits leads to, where that is not its mask
 * but has the mask's address. */
union mask_argument {
	struct {
		uint64_t mask, size;
	} pair;
	struct io_uring_getevents_arg uring;
};

/*
 * Where a call that waits has the address of its mask: in a register or in what
 * a register leads to, which is copied. NULL: it has none, or not one that the
 * kernel will take.
 */
static uint64_t *mask_address(struct SyscallRegs *regs,
			      union mask_argument *arg)
{
	uint64_t *at, size;

	switch (regs->rax) {
	case __NR_rt_sigsuspend:
		at = &regs->rdi, size = regs->rsi;
		break;
	case __NR_ppoll:
		at = &regs->r10, size = regs->r8;
		break;
	case __NR_pselect6:
	case __NR_io_pgetevents:
		if (memory_copy_in(&arg->pair, regs->r9, sizeof(arg->pair)) !=
		    sizeof(arg->pair))
			return NULL;
		regs->r9 = (uintptr_t)arg;
		at = &arg->pair.mask;
		size = arg->pair.size;
		break;
	case __NR_io_uring_enter:
		at = &regs->r8, size = regs->r9;
		if (!(regs->r10 & IORING_ENTER_EXT_ARG))
			break;
		if (size != sizeof(arg->uring) ||
		    memory_copy_in(&arg->uring, *at, size) != size)
			return NULL;
		*at = (uintptr_t)&arg->uring;
		at = (uint64_t *)&arg->uring.sigmask;
		size = arg->uring.sigmask_sz;
		break;
	default: /* epoll_pwait, epoll_pwait2 */
		at = &regs->r8, size = regs->r9;
	}
	return *at && size == MASK_SIZE ? at : NULL;
}

/* Does an ignored signal that was pending under the mask before end the wait?
 * The others the kernel starts again. */
static int ends_by_ignored(uint64_t nr)
{
	return nr == __NR_epoll_pwait || nr == __NR_epoll_pwait2 ||
	       nr == __NR_io_uring_enter;
}

/* Will the kernel interrupt the wait for another signal? */
static int comes_another(const struct thread_wait *wait)
{
	uint64_t set = 0;

	SYSCALL(__NR_rt_sigpending, &set, MASK_SIZE, 0, 0, 0, 0);
	return (set & ~wait->mask) != 0;
}

/*
 * The kernel waits under the program's mask, ours among it: nothing of ours is
 * needed meanwhile, and a handler of the program's begins under a mask without
 * them. What is held becomes pending in the kernel, as natively, and comes back
 * afterwards if it is blocked still.
 */
long sigmask_suspend(struct call *call)
{
	struct SyscallRegs regs = call->regs;
	struct thread *t = call->thread;
	struct thread_wait wait = {.outer = t->masks.wait,
				   .nr = call->frame->rax};
	union mask_argument arg;
	uint64_t *at = mask_address(&regs, &arg);
	int with_ours, is_ended;
	long ret;

	if (!at || sigmask_are_kernels(t) || memory_peek(*at, &wait.mask))
		return gate_issue(&call->regs);
	*at = (uintptr_t)&wait.mask;
	with_ours = ((wait.mask | t->masks.blocked) & KSIGNAL_OURS) != 0;
	is_ended = ends_by_ignored(regs.rax) &&
		   ((held_pending(t) | t->masks.really_blocked) & ~wait.mask);
	if (with_ours) {
		kernel_mask(SIG_BLOCK, t->masks.blocked, NULL);
		held_requeue(t, 0);
	}
	t->masks.wait = &wait;
	ret = gate_issue(&regs);
	while (ret == -EINTR && wait.again &&
	       (!is_ended || comes_another(&wait))) {
		wait.again = 0;
		ret = gate_issue(&regs);
	}
	t->masks.wait = wait.outer;
	if (with_ours)
		kernel_mask(SIG_UNBLOCK,
			    KSIGNAL_OURS & ~t->masks.really_blocked, NULL);
	return ret;
}

long sigmask_tell_pending(struct call *call)
{
	struct SyscallRegs regs = call->regs;
	size_t size = regs.rsi; /* it may be short, but not too long */
	uint64_t set = 0;
	long ret;

	regs.rdi = (uintptr_t)&set;
	ret = gate_issue(&regs);
	if (ret != 0)
		return ret;
	set |= held_pending(call->thread);
	return memory_copy_out(call->regs.rdi, &set, size) == size ? 0
								   : -EFAULT;
}

/* rt_sigtimedwait. What the program blocks of ours is so in the kernel for as
 * long, which then hands out all of them. */
long sigmask_take(struct call *call)
{
	struct SyscallRegs regs = call->regs;
	struct thread *t = call->thread;
	uint64_t set, ours;
	siginfo_t info;
	long ret;

	if (regs.r10 != MASK_SIZE || memory_peek(regs.rdi, &set) ||
	    !(set & t->masks.blocked))
		return gate_issue(&regs);
	regs.rsi = (uintptr_t)&info;
	ours = set & t->masks.blocked;
	kernel_mask(SIG_BLOCK, ours, NULL);
	held_requeue(t, ~ours);
	t->masks.taking = ours;
	ret = gate_issue(&regs);
	t->masks.taking = 0;
	kernel_mask(SIG_UNBLOCK, ours & ~t->masks.really_blocked, NULL);
	if (ret <= 0)
		return ret;
	if (ours & KSIGNAL_BIT(ret)) {
		held_arrived(&info);
		held_shown(&info);
	}
	return call->regs.rsi && memory_copy_out(call->regs.rsi, &info,
						 sizeof(info)) != sizeof(info)
		       ? -EFAULT
		       : ret;
}
