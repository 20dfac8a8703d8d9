/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Has what waits rewritten, in the way a handler is run. */
#include "emulate/rewrite_now.h"

#include <asm/signal.h>

#include "base/filtered.h"
#include "hooks/hook_stack.h"
#include "intercept/waiting.h"
#include "thread/altstack.h"
#include "thread/memory.h"
#include "thread/thread.h"

/* A handler's frame, that of a trap, and as much as the handler itself may
 * use: with AVX-512 a frame has 3.4 KiB. */
#define ROOM 16384

static int may_rewrite(const struct thread *t)
{
	return waiting_any() && t && !t->vfork && !t->filters && !filtered;
}

void rewrite_now(struct thread *t)
{
	if (may_rewrite(t))
		hook_stack_run(t, waiting_rewrite_all, NULL);
	waiting_end();
}

long rewrite_now_altstack(struct call *call)
{
	stack_t stack;

	if (may_rewrite(call->thread) && call->regs.rdi &&
	    memory_copy_in(&stack, call->regs.rdi, sizeof(stack)) ==
		    sizeof(stack) &&
	    stack.ss_size < ROOM)
		hook_stack_run(call->thread, waiting_rewrite_used, NULL);
	return altstack_change(call);
}
