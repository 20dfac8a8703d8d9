/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Rules are read without a lock, by any thread at any time. One that is removed
 * is given back once each thread that may have met it has stopped reading.
 *
 * A thread reads with its guard up: a signal that arrives meanwhile is kept, so
 * no handler of the program leaves the reading half done for good, and none
 * reads inside another's. Nothing that is read is kept over the kernel's part
 * of a call.
 *
 * Not covered is entry.S, which counts a call without a record of that: the
 * blocks of counters that it may use are never anything else (rule_block.c).
 */
#ifndef READERS_H
#define READERS_H

#include "signals/guard.h"
#include "thread/lock.h"
#include "thread/thread.h"

struct hook_rule;

/* On the program's stack, with the guard down. The guard is up until
 * readers_leave(). */
static inline void readers_enter(struct thread *t)
{
	guard_raise(t, THREAD_BUSY);
	__atomic_store_n(&t->reading.now, t->reading.now + 1, __ATOMIC_RELAXED);
	/* before the first look; a thread that is alone keeps its own order */
	if (__builtin_expect(thread_is_multi, 0))
		__atomic_thread_fence(__ATOMIC_SEQ_CST);
	else
		__atomic_signal_fence(__ATOMIC_SEQ_CST);
}

static inline void readers_leave(struct thread *t)
{
	__atomic_store_n(&t->reading.now, t->reading.now + 1, __ATOMIC_RELEASE);
	guard_lower(t);
}

/* Locked: no list leads to this rule any more. readers_collect() returns it,
 * sooner or later. */
void readers_retire(struct hook_rule *rule);

/* Locked, by a thread that does not read: rules that were retired and that
 * nobody reads, linked by gone; NULL: there are none. */
struct hook_rule *readers_collect(const struct thread *self);

#endif
