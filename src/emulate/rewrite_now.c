/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Has what waits rewritten, in the way a handler is run. */
#include "emulate/rewrite_now.h"

#include <asm/signal.h>
#include <linux/signal.h>

#include "base/filtered.h"
#include "base/gate.h"
#include "hooks/hook_stack.h"
#include "intercept/lazy.h"
#include "intercept/waiting.h"
#include "thread/altstack.h"
#include "thread/memory.h"
#include "thread/thread.h"

/* A child that is about to execute a program, as most are, makes some calls
 * that its maker never makes. posix_spawn's makes 130, others few. */
#define CALLS_OF_CHILD 16
#define CALLS_OF_SPAWN 64

static int may_rewrite(const struct thread *t)
{
	return t && !t->vfork && !t->filters && !filtered;
}

static void rewrite_used(struct thread *t)
{
	if (waiting_any() && may_rewrite(t))
		hook_stack_run(t, waiting_rewrite_used, NULL);
}

void rewrite_now(struct thread *t)
{
	if (waiting_any() && may_rewrite(t))
		hook_stack_run(t, waiting_rewrite_all, NULL);
	waiting_end();
}

void rewrite_before_change(struct thread *t, uintptr_t start, uintptr_t end,
			   int is_gone)
{
	struct waiting_range range = {start, end};

	if (is_gone)
		waiting_forget_within(start, end);
	if (!waiting_meets(start, end))
		return;
	if (may_rewrite(t))
		hook_stack_run(t, waiting_rewrite_range, &range);
	waiting_forget(start, end);
}

void rewrite_before_child(struct thread *t, int shares_memory)
{
	if (waiting_child(shares_memory ? CALLS_OF_SPAWN : CALLS_OF_CHILD))
		rewrite_used(t);
}

void rewrite_owed(struct thread *t)
{
	if (lazy_owes() && may_rewrite(t))
		hook_stack_run(t, lazy_patch_owed, NULL);
}

long rewrite_now_root(struct call *call)
{
	rewrite_used(call->thread);
	return gate_issue(&call->regs);
}

long rewrite_now_altstack(struct call *call)
{
	stack_t stack;

	if (call->regs.rdi &&
	    memory_copy_in(&stack, call->regs.rdi, sizeof(stack)) ==
		    sizeof(stack) &&
	    !(stack.ss_flags & SS_DISABLE))
		rewrite_now(call->thread);
	return altstack_change(call);
}
