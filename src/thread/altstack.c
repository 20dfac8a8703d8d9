/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Hides the program's alternate stack while a hook runs, and shows it. */
#include "thread/altstack.h"

#include <asm/errno.h>
#include <asm/sigcontext.h>
#include <asm/signal.h>
#include <asm/ucontext.h>
#include <linux/signal.h>

#include "base/gate.h"
#include "base/ksignal.h"
#include "base/rawcall.h"
#include "thread/memory.h"

static const unsigned long all = ~0ul, all_but_ours = ~KSIGNAL_OURS;

static long change_altstack(const stack_t *stack, stack_t *old)
{
	return SYSCALL(__NR_sigaltstack, stack, old, 0, 0, 0, 0);
}

static void know(struct thread *t, const stack_t *stack)
{
	t->alt.is_unsure = 0;
	t->alt.start = t->alt.end = 0;
	if (!(stack->ss_flags & SS_DISABLE)) {
		t->alt.start = (uintptr_t)stack->ss_sp;
		t->alt.end = t->alt.start + stack->ss_size;
	}
}

/* A handler may begin on the new stack before the kernel's call comes back
 * here. The program may have the old one written over the new one's
 * description. */
long altstack_change(struct call *call)
{
	struct SyscallRegs regs = call->regs;
	struct thread *t = call->thread;
	uintptr_t start, end;
	stack_t stack;
	long ret;

	if (!regs.rdi)
		return gate_issue(&regs);
	if (memory_copy_in(&stack, regs.rdi, sizeof(stack)) != sizeof(stack))
		return -EFAULT;
	regs.rdi = (uintptr_t)&stack;
	altstack_ask(t);
	start = t->alt.start;
	end = t->alt.end;
	know(t, &stack);
	ret = gate_issue(&regs);
	if (ret != 0 && ret != -EFAULT) { /* that is of the old one */
		t->alt.start = start;
		t->alt.end = end;
	}
	return ret;
}

void altstack_enter_handler(struct thread *t, const struct ucontext *uc)
{
	const stack_t none = {.ss_flags = SS_DISABLE};

	if ((unsigned int)uc->uc_stack.ss_flags & SS_AUTODISARM)
		know(t, &none);
}

/* All from one to the other is taken for it, until altstack_ask(). */
static void expect_either(struct thread *t, const stack_t *stack)
{
	const uintptr_t start = t->alt.start, end = t->alt.end;

	know(t, stack);
	if (start < t->alt.start || t->alt.start == t->alt.end)
		t->alt.start = start;
	if (end > t->alt.end)
		t->alt.end = end;
	t->alt.is_unsure = 1;
}

void altstack_ask(struct thread *t)
{
	stack_t now = {0};

	if (t->alt.is_unsure && change_altstack(NULL, &now) == 0)
		know(t, &now);
}

/* The kernel restores what was set when the handler began, unless the stack
 * that is set now is in use, or there was none: by the handler, as it sees it,
 * before Linux 6.12 by what the handler goes back to. */
void altstack_leave_handler(struct thread *t, const struct ucontext *uc)
{
	const stack_t *stack = &uc->uc_stack;
	unsigned int flags = (unsigned int)stack->ss_flags & ~SS_AUTODISARM;
	int before = thread_on_altstack(t, (uintptr_t)uc);
	int behind = thread_on_altstack(t, uc->uc_mcontext.rsp);

	if ((before && behind) || (flags & ~(SS_DISABLE | SS_ONSTACK)) ||
	    flags == (SS_DISABLE | SS_ONSTACK) ||
	    (flags != SS_DISABLE && stack->ss_size < MINSIGSTKSZ))
		return;
	if (before || behind)
		expect_either(t, stack);
	else
		know(t, stack);
}

void altstack_unmapped(struct thread *t, uintptr_t start, uintptr_t end)
{
	const stack_t none = {.ss_flags = SS_DISABLE};

	altstack_ask(t);
	if (t->alt.end > start && t->alt.end <= end &&
	    change_altstack(&none, NULL) == 0)
		know(t, &none);
}

void altstack_enter(struct thread *t)
{
	ksignal_set_mask(&all, &t->alt.mask);
}

/* With SS_AUTODISARM the kernel has done it already. */
void altstack_hide(struct thread *t)
{
	const stack_t none = {.ss_flags = SS_DISABLE};
	stack_t armed = {0};

	if (change_altstack(&none, &armed) == 0)
		know(t, &armed);
	t->alt.flags = (uint32_t)armed.ss_flags;
	ksignal_set_mask(&all_but_ours, NULL);
}

void altstack_show(struct thread *t)
{
	const stack_t armed = {
		.ss_sp = (void *)t->alt.start,
		.ss_flags = (int)t->alt.flags,
		.ss_size = t->alt.end - t->alt.start,
	};

	ksignal_set_mask(&all, NULL);
	if (!(t->alt.flags & SS_DISABLE))
		change_altstack(&armed, NULL);
}

void altstack_leave(struct thread *t)
{
	ksignal_set_mask(&t->alt.mask, NULL);
}
