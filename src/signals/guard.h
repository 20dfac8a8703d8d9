/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * The guard of a thread, t->in_hook: while it is up no handler of the program's
 * runs there. What arrives meanwhile is kept, and delivered when it goes down.
 */
#ifndef GUARD_H
#define GUARD_H

#include "signals/held.h"
#include "signals/signals.h"
#include "thread/thread.h"

/* The guard is down: deliver what has arrived to the program, in its order. On
 * the program's stack. A handler that runs now may not come back, so nothing
 * may be half done in the caller. */
static inline void guard_deliver(struct thread *t)
{
	if (__builtin_expect(t->pending.is_kept, 0))
		signals_deliver(t);
	held_release(t);
}

/* Down, and so. */
static inline void guard_lower(struct thread *t)
{
	t->in_hook = 0;
	guard_deliver(t);
}

#endif
