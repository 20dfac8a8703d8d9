/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * The guard of a thread, t->in_hook: while it is up no handler of the program's
 * runs there. What arrives meanwhile is kept, and delivered when it goes down.
 * A signal's handler looks at it between any two instructions, so what is done
 * behind the guard stays behind it: hence the fences, which make no code.
 */
#ifndef GUARD_H
#define GUARD_H

#include "signals/held.h"
#include "signals/signals.h"
#include "thread/thread.h"

/* Up: how is 1, or THREAD_BUSY. */
static inline void guard_raise(struct thread *t, uint32_t how)
{
	t->in_hook = how;
	__atomic_signal_fence(__ATOMIC_SEQ_CST);
}

/* The guard is down: deliver what has arrived to the program, in its order. On
 * the program's stack. A handler that runs now may not come back, so nothing
 * may be half done in the caller. */
static inline void guard_deliver(struct thread *t)
{
	/* a signal that comes from here on is not kept any more */
	__atomic_signal_fence(__ATOMIC_SEQ_CST);
	if (__builtin_expect(t->pending.is_kept, 0))
		signals_deliver(t);
	held_release(t);
}

/* As it was before, and so if that was down. */
static inline void guard_put_back(struct thread *t, uint32_t before)
{
	__atomic_signal_fence(__ATOMIC_SEQ_CST);
	t->in_hook = before;
	if (!before)
		guard_deliver(t);
}

/* Down, and so. */
static inline void guard_lower(struct thread *t)
{
	guard_put_back(t, 0);
}

#endif
