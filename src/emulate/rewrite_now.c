/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Has what waits rewritten, in the way a handler is run. */
#include "emulate/rewrite_now.h"

#include <asm/signal.h>

#include "base/filtered.h"
#include "base/gate.h"
#include "hooks/hook_stack.h"
#include "intercept/lazy.h"
#include "intercept/waiting.h"
#include "thread/altstack.h"
#include "thread/memory.h"
#include "thread/thread.h"

/* A handler's frame, that of a trap, and as much as the handler itself may
 * use: with AVX-512 a frame has 3.4 KiB. */
#define ROOM 16384

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

void rewrite_before_fork(struct thread *t)
{
	if (waiting_fork())
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

	if (waiting_any() && call->regs.rdi &&
	    memory_copy_in(&stack, call->regs.rdi, sizeof(stack)) ==
		    sizeof(stack) &&
	    stack.ss_size < ROOM)
		rewrite_used(call->thread);
	return altstack_change(call);
}
