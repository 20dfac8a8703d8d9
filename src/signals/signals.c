/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Installs the program's handlers behind ours, and delivers signals. */
#include "signals/signals.h"

#include <asm/errno.h>
#include <asm/sigcontext.h>
#include <asm/siginfo.h>
#include <asm/signal.h>
#include <asm/ucontext.h>

#include "base/constants.h"
#include "base/frame.h"
#include "base/gate.h"
#include "base/nolibc.h"
#include "base/rawcall.h"
#include "signals/faults.h"
#include "signals/held.h"
#include "signals/perish.h"
#include "signals/sigcontext.h"
#include "signals/sigframe.h"
#include "signals/sigmask.h"
#include "signals/signal_entry.h"
#include "thread/altstack.h"
#include "thread/memory.h"
#include "thread/seccomp_filters.h"

#define MASK_SIZE 8
#define SYS_SECCOMP 1

/*
 * What the program installed, for signals whose handler is signal_entry in
 * the kernel's eyes; what faults_owns() is kept there. SIG_DFL and SIG_IGN go
 * to the kernel and leave this alone. A vfork child has the table that its
 * maker keeps for it: its dispositions are its own, its memory is not.
 *
 * Changed by rt_sigaction only, before the kernel's own is: a signal may arrive
 * between the two. The kernel resets what has SA_RESETHAND, and exec all.
 */
static struct action installed[KSIGNAL_MAX + 1];

static struct action *table_of(struct thread_vfork *vfork)
{
	return vfork ? vfork->installed : installed;
}

static struct action *installed_of(const struct thread *t, int sig)
{
	return table_of(t ? t->vfork : NULL) + sig;
}

void signals_vfork(struct thread_vfork *vfork)
{
	memcpy(vfork->installed, table_of(vfork->outer), sizeof(installed));
}

void signals_fork(const struct thread_vfork *vfork)
{
	memcpy(installed, vfork->installed, sizeof(installed));
}

/* The filters allow no change of the mask, not even when a handler returns. */
static int leave_masks;

int signals_know(const struct call *call)
{
	const struct SyscallRegs *regs = &call->regs;
	const int sig = (int)regs->rdi;
	struct action act;

	if (regs->rax != __NR_rt_sigaction || sig < 1 || sig > KSIGNAL_MAX ||
	    regs->r10 != MASK_SIZE)
		return 0;
	if (faults_owns(sig))
		return 1;
	if (!ksignal_is_handler(installed_of(call->thread, sig)->handler))
		return 0;
	return !regs->rsi ||
	       (memory_copy_in(&act, regs->rsi, sizeof(act)) == sizeof(act) &&
		ksignal_is_handler(act.handler));
}

/* signal_entry must always find the program's handler. Nothing else arrives
 * until it begins. */
static long install_action(struct thread *t, const struct call *call, int sig,
			   const struct action *act, struct action *old)
{
	struct action *known = installed_of(t, sig);
	struct action ours = *act, before = *known;
	long ret;

	ours.handler = signal_entry;
	ours.flags |= SA_SIGINFO;
	ours.mask = leave_masks ? act->mask & ~KSIGNAL_OURS : ~KSIGNAL_OURS;
	*known = *act;
	ret = faults_set(call, sig, &ours, old);
	if (ret == 0)
		known->flags = ksignal_known_flags(sig, act->flags);
	else
		*known = before;
	return ret;
}

void signals_leave(const struct thread *t)
{
	for (int sig = 1; sig <= KSIGNAL_MAX; sig++) {
		struct action now;

		ksignal_get(sig, &now);
		if (!faults_owns(sig) && now.handler == signal_entry)
			ksignal_set(sig, installed_of(t, sig), NULL);
	}
}

void signals_leave_masks(struct thread *t)
{
	leave_masks = 1;
	faults_leave_masks(t);
	for (int sig = 1; sig <= KSIGNAL_MAX; sig++) {
		const struct action act = *installed_of(t, sig);
		struct action now;

		ksignal_get(sig, &now);
		if (!faults_owns(sig) && now.handler == signal_entry)
			install_action(t, NULL, sig, &act, NULL);
	}
}

static long change_action(struct call *call, int sig, struct action *act,
			  struct action *old)
{
	struct thread *t = call->thread;
	long ret;

	act->mask &= ~(KSIGNAL_BIT(SIGKILL) | KSIGNAL_BIT(SIGSTOP));
	if (act->flags & SA_ONSTACK && !t->vfork)
		faults_use_altstack();
	if (faults_owns(sig))
		return faults_install(call, sig, act, old);
	if (ksignal_is_handler(act->handler))
		return install_action(t, call, sig, act, old);
	ret = ksignal_set(sig, act, old);
	if (ret == 0)
		installed_of(t, sig)->handler = act->handler;
	return ret;
}

/* Of an action that is ours in the kernel's eyes: what the program has said. A
 * handler that the kernel has reset on its way keeps its flags and its mask. */
static void show_old(struct action *old, const struct action *said)
{
	int is_reset = (old->flags & SA_RESETHAND) &&
		       ksignal_is_handler(said->handler) &&
		       !ksignal_is_handler(old->handler);
	void (*handler)(void) = old->handler;

	if (handler != signal_entry && !is_reset)
		return;
	*old = *said;
	if (is_reset)
		old->handler = handler;
}

long signals_action(struct call *call)
{
	const struct SyscallRegs *regs = &call->regs;
	int sig = (int)regs->rdi;
	struct action act, old, before;
	long ret;

	if (sig < 1 || sig > KSIGNAL_MAX || regs->r10 != MASK_SIZE)
		return gate_issue(regs);
	if (regs->rsi &&
	    memory_copy_in(&act, regs->rsi, sizeof(act)) != sizeof(act))
		return -EFAULT;
	before = faults_owns(sig) ? *faults_said(call->thread, sig)
				  : *installed_of(call->thread, sig);
	if (regs->rsi)
		ret = change_action(call, sig, &act, &old);
	else
		ret = faults_set(call, sig, NULL, &old);
	if (ret != 0)
		return ret;
	if (sig == SIGTRAP && regs->rsi && !call->thread->vfork &&
	    !ksignal_is_handler(act.handler))
		sigcontext_flags = ~(uint64_t)RFLAGS_TF;
	show_old(&old, &before);
	if (regs->rdx &&
	    memory_copy_out(regs->rdx, &old, sizeof(old)) != sizeof(old))
		return -EFAULT;
	return 0;
}

void (*signals_tell)(struct call *call);

/*
 * The interpreter side is told before the program's handler runs. What arrives
 * meanwhile is delivered on the way out, and finds the program at the handler's
 * first instruction, about to make a call: the frame says so.
 */
__attribute__((cold)) static void tell(struct thread *t, int sig,
				       const siginfo_t *info,
				       const struct ucontext *uc,
				       void (*handler)(void))
{
	const struct sigcontext *regs = &uc->uc_mcontext;
	struct frame frame = {
		.outer = t->frame,
		.r15 = regs->r15,
		.r14 = regs->r14,
		.r13 = regs->r13,
		.r12 = regs->r12,
		.rbx = regs->rbx,
		.rdi = (uint64_t)sig,
		.rsi = (uintptr_t)info,
		.rdx = (uintptr_t)uc,
		.rbp = regs->rbp,
		.rip = (uintptr_t)handler + SITE_SIZE,
		.rsp = (uintptr_t)uc - sizeof(uintptr_t), /* the restorer */
	};
	struct call call = {
		.regs = {.rdi = frame.rdi,
			 .rsi = frame.rsi,
			 .rdx = frame.rdx,
			 .rip = regs->rip,
			 .rsp = regs->rsp},
		.frame = &frame,
		.thread = t,
	};

	t->frame = &frame;
	signals_tell(&call);
	t->frame = frame.outer;
}

/* --- arrival ----------------------------------------------------------------
 */

/* Where a signal is kept that arrives now; NULL: the program's handler may
 * run. */
static struct thread_kept *place_to_keep(struct thread *t, int is_parent)
{
	if (is_parent)
		return &held_of_parent(t)->kept;
	return t && t->in_hook ? &t->pending.kept : NULL;
}

static void keep_arrival(struct thread *t, struct thread_kept *kept,
			 const struct signal_start *start,
			 const struct action *act)
{
	sigframe_keep(kept, (int)start->sig, start->info, start->uc);
	kept->act = *act;
	start->uc->uc_sigmask |= ~KSIGNAL_OURS;
	if (kept == &t->pending.kept)
		t->pending.is_kept = 1;
}

/* Another thread may have changed the action while the signal was on its way
 * here: it is sent again, and so ignored, or what is usual is done. A fault is
 * made again where it was. */
static int is_handler_still(const struct action *act, const siginfo_t *info)
{
	int sig = info->si_signo;

	if (__builtin_expect(ksignal_is_handler(act->handler), 1))
		return 1;
	if (!faults_owns(sig) || info->si_code <= 0)
		ksignal_queue(thread_own_pid(), thread_own_tid(), sig, info);
	return 0;
}

/* A process that has just been made is sent a signal at once, most likely
 * before its first instruction. It is kept until the process has begun. */
static void begin_process(struct thread *t, struct ucontext *uc)
{
	unsigned long mask = uc->uc_sigmask;

	if (t->in_hook != THREAD_BEGINS &&
	    !sigcontext_is_new_process(t, &uc->uc_mcontext))
		return;
	t->in_hook = THREAD_BEGINS;
	signals_forget(t, &mask);
	uc->uc_sigmask = mask;
}

/* What the program does about the signal. 0: nothing, or nothing now. */
static int find_action(struct thread *t, struct signal_start *start,
		       struct action *act)
{
	const struct sigcontext *regs = &start->uc->uc_mcontext;
	int sig = (int)start->sig, is_parent;
	struct thread_kept *kept;

	if (t && t->pending.forks)
		begin_process(t, start->uc);
	if (t && t->pending.kept.delivering == (uintptr_t)start->uc) {
		t->pending.kept.delivering = 0;
		*act = t->pending.kept.act;
		return 1;
	}
	if (faults_owns(sig)) {
		if (faults_arrived(t, sig, start->info, start->uc))
			return 0;
		start->sig = (uint64_t)start->info->si_signo; /* raised by us */
		*act = faults_take(t, (int)start->sig);
		return is_handler_still(act, start->info);
	}
	is_parent = sigcontext_is_vfork_parent(t, regs);
	*act = is_parent ? table_of(t->vfork->outer)[sig]
			 : *installed_of(t, sig);
	if (!is_handler_still(act, start->info))
		return 0;
	kept = place_to_keep(t, is_parent);
	if (kept)
		keep_arrival(t, kept, start, act);
	return kept == NULL;
}

/* Into the handler by the one call that a filter has to let through, for the
 * handler's own return. */
__attribute__((noreturn, cold, noinline)) static void
start_by_return(const struct signal_start *start)
{
	struct ucontext uc = *start->uc;
	struct sigcontext *regs = &uc.uc_mcontext;

	sigframe_enter_stack(&uc.uc_stack);
	regs->rip = (uintptr_t)start->handler;
	regs->rsp = (uintptr_t)(start + 1);
	regs->rdi = start->sig;
	regs->rsi = (uintptr_t)start->info;
	regs->rdx = (uintptr_t)start->uc;
	regs->rax = 0;
	regs->eflags &= ~(uint64_t)(RFLAGS_TF | RFLAGS_DF);
	regs->fpstate = NULL; /* as at a program's start */
	uc.uc_sigmask = start->mask;
	gate_sigreturn((uintptr_t)&uc);
}

static int may_return(const struct thread *t)
{
	const struct SyscallRegs regs = {.rax = __NR_rt_sigreturn};

	return seccomp_filters_may(t, &regs);
}

/* How the program's handler begins, where its mask is not to be had by
 * rt_sigprocmask. */
__attribute__((cold, noinline)) static int
start_filtered(const struct thread *t, const struct signal_start *start)
{
	const struct SyscallRegs regs = {
		.rax = __NR_rt_sigprocmask,
		.rdi = SIG_SETMASK,
		.rsi = (uintptr_t)&start->mask,
		.r10 = MASK_SIZE,
	};

	if (seccomp_filters_may(t, &regs))
		return SIGNALS_START;
	if (may_return(t))
		start_by_return(start);
	return SIGNALS_START_UNDER;
}

/* Returns to what was interrupted, where the filters do not allow
 * rt_sigreturn. */
__attribute__((cold, noinline)) static int
go_back_filtered(const struct thread *t, struct ucontext *uc)
{
	if (!may_return(t)) {
		const unsigned long mask = uc->uc_sigmask;

		ksignal_set_mask(&mask, NULL);
		sigframe_resume(&uc->uc_mcontext, uc->uc_mcontext.fpstate,
				sigframe_features(uc));
	}
	return SIGNALS_RETURN;
}

/* In signal_entry.S: thread_slot() and thread_of_gs(), where a second signal
 * finds the first on its way. */
struct thread **signals_slot(void);
struct thread *signals_of_gs(void);

__attribute__((noinline, section(SIGNALS_TEXT))) static struct thread *
find_thread(void)
{
	struct thread *t = thread_found == THREAD_BY_GS ? signals_of_gs()
							: NULL;

	return t ? t : thread_find();
}

/*
 * From signal_entry. SIGNALS_RETURN, or start has the program's handler and the
 * mask to run it under.
 */
int signals_arrived(struct signal_start *start)
	__attribute__((section(SIGNALS_TEXT)));
int signals_arrived(struct signal_start *start)
{
	struct ucontext *uc = start->uc;
	int sig = (int)start->sig;
	uint32_t entering = 0;
	struct thread_wait *wait;
	struct thread **slot, *t;
	struct action act;
	int is_due;

	if (sig == SIGSEGV && start->info->si_code > 0 &&
	    faults_without_storage(uc))
		return __builtin_expect(seccomp_filters_any, 0)
			       ? go_back_filtered(NULL, uc)
			       : SIGNALS_RETURN;
	slot = thread_found ? NULL : signals_slot();
	t = __builtin_expect(slot != NULL, 1) ? *slot : find_thread();
	if (t) {
		entering = t->masks.entering;
		t->masks.entering = entering + 1;
	}
	wait = sigmask_wait(t, uc);
	is_due = find_action(t, start, &act);
	if (is_due) {
		sig = (int)start->sig;
		sigcontext_show(t, start->info, uc);
		if (sig == SIGSYS && start->info->si_code == SYS_SECCOMP)
			start->info->si_call_addr = (void *)uc->uc_mcontext.rip;
		start->mask = sigmask_enter(t, sig, &act, uc, wait);
		start->handler = act.handler;
		if (t)
			altstack_enter_handler(t, uc);
		if (t && signals_tell)
			tell(t, sig, start->info, uc, act.handler);
		if (t) /* with the others that the mask lets through */
			held_requeue(t, t->masks.blocked);
	}
	if (t)
		t->masks.entering = entering;
	if (__builtin_expect(seccomp_filters_any, 0))
		return is_due ? start_filtered(t, start)
			      : go_back_filtered(t, uc);
	return is_due ? SIGNALS_START : SIGNALS_RETURN;
}

/* It does not come back: what waits for its result is forgotten here. */
long signals_return(struct call *call)
{
	struct thread *t = call->thread;

	if (call->level)
		t->level = (uint32_t)(call->level - t->levels);
	if (t) {
		struct ucontext *uc = (struct ucontext *)call->frame->rsp;

		t->frame = call->frame->outer;
		sigmask_leave(t, uc);
		uc->uc_sigmask |= sigcontext_restore(t, uc);
		altstack_leave_handler(t, uc);
	}
	gate_sigreturn(call->frame->rsp);
}

/* --- delivery ---------------------------------------------------------------
 */

/* Of the program's stack, for what this function and those it calls need. */
#define BELOW 512

__attribute__((cold, noinline)) void signals_deliver(struct thread *t)
{
	uintptr_t sp = (uintptr_t)__builtin_frame_address(0) - BELOW;
	struct sigframe *frame = sigframe_place(&t->pending.kept, sp);

	if (!frame)
		perish_now(SIGSEGV);
	/* one of the two is set until it has arrived: see is_occupied() */
	t->pending.kept.delivering = (uintptr_t)&frame->uc;
	__atomic_signal_fence(__ATOMIC_SEQ_CST);
	t->pending.is_kept = 0;
	sigframe_raise(frame, &t->pending.kept);
}

void signals_forget(struct thread *t, unsigned long *mask)
{
	held_forget(t);
	if (t->pending.is_kept)
		*mask = t->pending.kept.mask;
	t->pending.is_kept = 0;
	t->pending.forks = 0;
}
