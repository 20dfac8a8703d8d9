/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "signals.h"

#include <asm/sigcontext.h>
#include <asm/siginfo.h>
#include <asm/signal.h>
#include <asm/ucontext.h>

#include "context.h"
#include "dispatch.h"
#include "faults.h"
#include "frame.h"
#include "gate.h"
#include "masks.h"
#include "memory.h"
#include "syscall.h"
#include "text.h"

#define EFAULT_ERR (-14)
#define MASK_SIZE 8
#define SYS_SECCOMP 1
#define SITE_SIZE 2

/*
 * What the program installed, for signals whose handler is signal_entry in
 * the kernel's eyes. SIG_DFL and SIG_IGN go to the kernel and leave this
 * alone: a vfork child, whose dispositions are its own but whose memory is
 * its parent's, sets little else. What faults_owns() is kept there.
 */
static struct action installed[SIGCALL_MAX + 1];

uint64_t signals_flags = ~(uint64_t)RFLAGS_TF;

/* Our entry is never without a handler to go on to. */
static long install(int sig, const struct action *act, struct action *old)
{
	struct action ours = *act, before = installed[sig];
	long ret;

	ours.handler = signal_entry;
	ours.flags |= SA_SIGINFO;
	ours.mask &= ~MASKS_OURS;
	installed[sig] = *act;
	ret = sigcall_set(sig, &ours, old);
	if (ret == 0)
		installed[sig].flags = sigcall_known_flags(sig, act->flags);
	else
		installed[sig] = before;
	return ret;
}

/* A vfork child's handler must not become its parent's. */
static long change(struct thread *t, int sig, struct action *act,
		   struct action *old)
{
	act->mask &= ~(SIGCALL_BIT(SIGKILL) | SIGCALL_BIT(SIGSTOP));
	if (act->flags & SA_ONSTACK && !t->vfork)
		faults_use_altstack();
	if (faults_owns(sig))
		return faults_install(t, sig, act, old);
	if (sigcall_is_handler(act->handler) && !t->vfork)
		return install(sig, act, old);
	return sigcall_set(sig, act, old);
}

long signals_action(struct call *call)
{
	const struct SyscallRegs *regs = &call->regs;
	int sig = (int)regs->rdi;
	struct action act, old, before;
	long ret;

	if (sig < 1 || sig > SIGCALL_MAX || regs->r10 != MASK_SIZE)
		return gate_issue(regs);
	if (regs->rsi &&
	    memory_copy_in(&act, regs->rsi, sizeof(act)) != sizeof(act))
		return EFAULT_ERR;
	before = faults_owns(sig) ? *faults_said(call->thread, sig)
				  : installed[sig];
	if (regs->rsi)
		ret = change(call->thread, sig, &act, &old);
	else
		ret = sigcall_set(sig, NULL, &old);
	if (ret != 0)
		return ret;
	if (sig == SIGTRAP && regs->rsi && !call->thread->vfork)
		signals_flags = sigcall_is_handler(act.handler)
					? ~0ul
					: ~(uint64_t)RFLAGS_TF;
	if (old.handler == signal_entry)
		old = before;
	if (regs->rdx &&
	    memory_copy_out(regs->rdx, &old, sizeof(old)) != sizeof(old))
		return EFAULT_ERR;
	return 0;
}

/*
 * The guard is up. All other signals stay blocked until signals_deliver(), so
 * there is one to keep; the kernel keeps the rest.
 */
static void keep(struct thread *t, int sig, const siginfo_t *info,
		 struct ucontext *uc)
{
	unsigned long *mask = (unsigned long *)&uc->uc_sigmask;

	t->kept_signal = (uint32_t)sig;
	t->kept_mask = *mask;
	memcpy(t->kept_info, info, sizeof(t->kept_info));
	*mask = ~MASKS_OURS;
}

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
		.nr = HOOK_SIGNAL,
		.regs = {.rdi = frame.rdi,
			 .rsi = frame.rsi,
			 .rdx = frame.rdx,
			 .rip = regs->rip,
			 .rsp = regs->rsp},
		.frame = &frame,
		.thread = t,
	};

	t->frame = &frame;
	dispatch_tell(&call);
	t->frame = frame.outer;
}

/* From signal_entry: the program's handler to go on to; NULL: return. */
void (*signals_arrived(int sig, siginfo_t *info, struct ucontext *uc))(void);
void (*signals_arrived(int sig, siginfo_t *info, struct ucontext *uc))(void)
{
	struct thread *t = thread_known();
	struct action act;

	if (faults_owns(sig)) {
		if (faults_arrived(t, sig, info, uc))
			return NULL;
		act = faults_take(t, sig);
	} else if (t && t->in_hook) {
		keep(t, sig, info, uc);
		return NULL;
	} else {
		act = installed[sig];
	}
	context_show(t, sig, uc);
	if (sig == SIGSYS && info->si_code == SYS_SECCOMP)
		info->si_call_addr = (void *)uc->uc_mcontext.rip;
	if (t)
		masks_enter(t, sig, &act, uc);
	if (t && dispatch_wants(HOOK_SIGNAL))
		tell(t, sig, info, uc, act.handler);
	return act.handler;
}

void signals_deliver(struct thread *t)
{
	int sig = (int)t->kept_signal;
	unsigned long mask = t->kept_mask;
	const struct action *act = &installed[sig];

	t->kept_signal = 0;
	/* SA_RESETHAND was spent on the delivery that we took */
	if (act->flags & SA_RESETHAND) {
		struct action again = *act;

		install(sig, &again, NULL);
	}
	sigcall_queue(sig, t->kept_info);
	sigcall_set_mask(&mask, NULL);
}
