/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "signals.h"

#include <asm/sigcontext.h>
#include <asm/siginfo.h>
#include <asm/signal.h>
#include <asm/ucontext.h>

#include "gate.h"
#include "syscall.h"
#include "text.h"

#ifndef SS_DISABLE
#define SS_DISABLE 2
#endif

#define SIGNALS 64
#define MASK_SIZE 8
#define BIT(sig) (1ul << ((sig)-1))

/* Faults are never kept back: the instruction would fault again. */
#define FAULTS                                                                 \
	(BIT(SIGSEGV) | BIT(SIGBUS) | BIT(SIGFPE) | BIT(SIGILL) | BIT(SIGTRAP))

void signal_entry(void);

/* The kernel's struct sigaction. */
struct action {
	void (*handler)(void);
	unsigned long flags;
	void (*restorer)(void);
	unsigned long mask;
};

/*
 * What the program installed, for signals whose handler is signal_entry in
 * the kernel's eyes. SIG_DFL and SIG_IGN go to the kernel and leave this
 * alone: a vfork child, whose dispositions are its own but whose memory is
 * its parent's, sets little else. signals_handler is for entry.S.
 */
static struct action installed[SIGNALS + 1];
void (*signals_handler[SIGNALS + 1])(void);

static long set_action(int sig, const struct action *act)
{
	return SYSCALL(__NR_rt_sigaction, sig, act, 0, MASK_SIZE, 0, 0);
}

/* The kernel has seen that act can be read: no fault here. */
static long install(int sig, const struct action *act)
{
	struct action ours = *act;

	installed[sig] = *act;
	__atomic_store_n(&signals_handler[sig], act->handler, __ATOMIC_RELEASE);
	ours.handler = signal_entry;
	ours.flags |= SA_SIGINFO;
	return set_action(sig, &ours);
}

/*
 * The program's own call goes first: the kernel checks the number and the
 * addresses. Then the handler is replaced by ours.
 */
long signals_action(struct call *call)
{
	const struct action *act = (const struct action *)call->regs.rsi;
	struct action *old = (struct action *)call->regs.rdx;
	int sig = (int)call->regs.rdi;
	struct action before = {0};
	long ret;

	if (sig >= 1 && sig <= SIGNALS)
		before = installed[sig];
	ret = gate_issue(&call->regs);
	if (ret != 0)
		return ret;
	/* a vfork child's handler must not become its parent's */
	if (act && act->handler != (void (*)(void))SIG_DFL &&
	    act->handler != (void (*)(void))SIG_IGN && !call->thread->vfork)
		install(sig, act);
	if (old && old->handler == signal_entry) {
		old->handler = before.handler;
		old->flags = before.flags;
	}
	return ret;
}

long signals_stack(struct call *call)
{
	const stack_t *stack = (const stack_t *)call->regs.rdi;
	struct thread *t = call->thread;
	long ret = gate_issue(&call->regs);

	if (ret != 0 || !stack)
		return ret;
	t->alt_start = t->alt_end = 0;
	if (!(stack->ss_flags & SS_DISABLE)) {
		t->alt_start = (uintptr_t)stack->ss_sp;
		t->alt_end = t->alt_start + stack->ss_size;
	}
	return ret;
}

static long set_mask(const unsigned long *mask, unsigned long *old)
{
	return SYSCALL(__NR_rt_sigprocmask, SIG_SETMASK, mask, old, MASK_SIZE,
		       0, 0);
}

static void queue(int sig, const void *info)
{
	SYSCALL(__NR_rt_tgsigqueueinfo, sys_getpid(), sys_gettid(), sig, info,
		0, 0);
}

/* In place of the registers with which we raised the signal, those with which
 * the program jumped to 0; and its mask, in which only we blocked more. */
static void show_null_call(struct thread *t, int sig, struct ucontext *context)
{
	const struct frame *f = t->null_call;
	struct sigcontext *regs = &context->uc_mcontext;
	unsigned long mask = t->kept_mask;

	t->null_call = NULL;
	t->in_hook = 0;
	regs->r8 = f->r8, regs->r9 = f->r9, regs->r10 = f->r10;
	regs->r12 = f->r12, regs->r13 = f->r13, regs->r14 = f->r14;
	regs->r15 = f->r15, regs->rdi = f->rdi, regs->rsi = f->rsi;
	regs->rbp = f->rbp, regs->rbx = f->rbx, regs->rdx = f->rdx;
	regs->rax = f->rax;
	regs->rcx = regs->rip = 0;
	regs->rsp = f->rsp - 8; /* the return address is on top */
	regs->eflags = f->rflags;
	memcpy(&context->uc_sigmask, &mask, sizeof(mask));
	mask |= installed[sig].mask;
	if (!(installed[sig].flags & SA_NODEFER))
		mask |= BIT(sig);
	set_mask(&mask, NULL);
}

void signals_null_call(struct thread *t, const struct frame *frame)
{
	const unsigned long all_but_it = ~BIT(SIGSEGV);
	siginfo_t info = {.si_signo = SIGSEGV, .si_code = SEGV_MAPERR};
	struct action now = {0};
	unsigned long mask;

	SYSCALL(__NR_rt_sigaction, SIGSEGV, NULL, &now, MASK_SIZE, 0, 0);
	SYSCALL(__NR_rt_sigprocmask, 0, NULL, &mask, MASK_SIZE, 0, 0);
	if (now.handler != signal_entry || (mask & BIT(SIGSEGV)))
		return;
	set_mask(&all_but_it, NULL);
	t->kept_mask = mask;
	t->null_call = frame;
	t->in_hook = 1;
	queue(SIGSEGV, &info);
	/* the handler has set our registers back to the frame's: not reached
	 * but for a SIGSEGV that came from elsewhere in between */
	t->in_hook = 0;
	t->null_call = NULL;
	set_mask(&mask, NULL);
}

/*
 * From signal_entry, while the guard is up. All signals stay blocked until
 * signals_deliver(), so there is one to keep; the kernel keeps the rest.
 */
int signals_keep(int sig, const siginfo_t *info, struct ucontext *context);
int signals_keep(int sig, const siginfo_t *info, struct ucontext *context)
{
	struct thread *t = thread_current;
	unsigned long *mask = (unsigned long *)&context->uc_sigmask;

	if (t->null_call) {
		show_null_call(t, sig, context);
		return 0;
	}
	if ((FAULTS & BIT(sig)) && info->si_code > 0)
		return 0;
	t->kept_signal = (uint32_t)sig;
	t->kept_mask = *mask;
	for (size_t i = 0; i < sizeof(t->kept_info) / sizeof(uint64_t); i++)
		t->kept_info[i] = ((const uint64_t *)(const void *)info)[i];
	*mask = ~FAULTS;
	return 1;
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
	queue(sig, t->kept_info);
	set_mask(&mask, NULL);
}
