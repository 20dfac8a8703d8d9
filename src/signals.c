/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "signals.h"

#include <asm/sigcontext.h>
#include <asm/siginfo.h>
#include <asm/signal.h>
#include <asm/ucontext.h>

#include "context.h"
#include "faults.h"
#include "gate.h"
#include "masks.h"
#include "syscall.h"
#include "text.h"

#define MASK_SIZE 8

/*
 * What the program installed, for signals whose handler is signal_entry in
 * the kernel's eyes. SIG_DFL and SIG_IGN go to the kernel and leave this
 * alone: a vfork child, whose dispositions are its own but whose memory is
 * its parent's, sets little else. What faults_owns() is kept there.
 */
static struct action installed[SIGNALS_MAX + 1];

int signals_is_handler(void (*handler)(void))
{
	return handler != (void (*)(void))SIG_DFL &&
	       handler != (void (*)(void))SIG_IGN;
}

void signals_get(int sig, struct action *act)
{
	*act = (struct action){0};
	SYSCALL(__NR_rt_sigaction, sig, 0, act, MASK_SIZE, 0, 0);
}

long signals_set(int sig, const struct action *act)
{
	return SYSCALL(__NR_rt_sigaction, sig, act, 0, MASK_SIZE, 0, 0);
}

long signals_set_mask(const unsigned long *mask, unsigned long *old)
{
	return SYSCALL(__NR_rt_sigprocmask, SIG_SETMASK, mask, old, MASK_SIZE,
		       0, 0);
}

void signals_queue(int sig, const void *info)
{
	SYSCALL(__NR_rt_tgsigqueueinfo, sys_getpid(), sys_gettid(), sig, info,
		0, 0);
}

/* The kernel has seen that act can be read: no fault here. */
static void install(int sig, const struct action *act)
{
	struct action ours = *act;

	installed[sig] = *act;
	ours.handler = signal_entry;
	ours.flags |= SA_SIGINFO;
	ours.mask &= ~MASKS_OURS;
	signals_set(sig, &ours);
}

/*
 * The program's own call goes first: the kernel checks the number and the
 * addresses. Then the handler is replaced by ours. A vfork child's handler
 * must not become its parent's.
 */
long signals_action(struct call *call)
{
	const struct action *act = (const struct action *)call->regs.rsi;
	struct action *old = (struct action *)call->regs.rdx;
	int sig = (int)call->regs.rdi;
	struct action before = {0};
	long ret;

	if (sig >= 1 && sig <= SIGNALS_MAX)
		before = faults_owns(sig) ? *faults_said(sig) : installed[sig];
	ret = gate_issue(&call->regs);
	if (ret != 0)
		return ret;
	if (act && !call->thread->vfork) {
		if (act->flags & SA_ONSTACK)
			faults_use_altstack();
		if (faults_owns(sig))
			faults_install(sig, act);
		else if (signals_is_handler(act->handler))
			install(sig, act);
	}
	if (old && old->handler == signal_entry)
		*old = before;
	return ret;
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

/* From signal_entry: the program's handler to go on to; NULL: return. */
void (*signals_arrived(int sig, siginfo_t *info, struct ucontext *uc))(void);
void (*signals_arrived(int sig, siginfo_t *info, struct ucontext *uc))(void)
{
	struct thread *t = thread_known();
	struct action act;

	if (faults_owns(sig)) {
		if (faults_arrived(t, sig, info, uc))
			return NULL;
		act = faults_take(sig);
	} else if (t && t->in_hook) {
		keep(t, sig, info, uc);
		return NULL;
	} else {
		act = installed[sig];
	}
	context_show(t, sig, uc);
	if (t)
		masks_enter(t, sig, &act, uc);
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

		install(sig, &again);
	}
	signals_queue(sig, t->kept_info);
	signals_set_mask(&mask, NULL);
}
