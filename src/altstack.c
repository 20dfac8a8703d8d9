/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "altstack.h"

#include <asm/signal.h>

#include "gate.h"
#include "masks.h"
#include "sigcall.h"
#include "syscall.h"

#define SS_DISABLE 2

static const unsigned long all = ~0ul, all_but_ours = ~MASKS_OURS;

static long change(const stack_t *stack, stack_t *old)
{
	return SYSCALL(__NR_sigaltstack, stack, old, 0, 0, 0, 0);
}

long altstack_change(struct call *call)
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

void altstack_enter(struct thread *t)
{
	sigcall_set_mask(&all, &t->alt_mask);
}

/* With SS_AUTODISARM the kernel has done it already. */
void altstack_hide(struct thread *t)
{
	const stack_t none = {.ss_flags = SS_DISABLE};
	stack_t armed = {0};

	change(&none, &armed);
	t->alt_flags = (uint32_t)armed.ss_flags;
	sigcall_set_mask(&all_but_ours, NULL);
}

void altstack_show(struct thread *t)
{
	const stack_t armed = {
		.ss_sp = (void *)t->alt_start,
		.ss_flags = (int)t->alt_flags,
		.ss_size = t->alt_end - t->alt_start,
	};

	sigcall_set_mask(&all, NULL);
	if (!(t->alt_flags & SS_DISABLE))
		change(&armed, NULL);
}

void altstack_leave(struct thread *t)
{
	sigcall_set_mask(&t->alt_mask, NULL);
}
