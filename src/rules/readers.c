/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * A thread has an odd count while it reads, and a higher one the next time.
 * Look at the counts of all threads: once those that were odd have changed,
 * nobody reads what was retired before the look.
 */
#include "rules/readers.h"

#include "base/rawcall.h"
#include "hooks/rule.h"
#include "thread/lock.h"
#include "thread/memory.h"

/* What was retired before the counts were looked at, and what was retired
 * since. */
static struct hook_rule *waiting, *retired;
static uint32_t pending; /* of both */

/* From so many on, those that read are let go on, for they may have lost the
 * processor meanwhile; and each time that there are twice as many, the kernel
 * is asked whether they are alive. */
#define MANY 64
#define TURNS 32
static uint32_t ask_at = MANY;

void readers_retire(struct hook_rule *rule)
{
	rule->gone = retired;
	retired = rule;
	pending++;
}

static uint32_t count_of(const struct thread *t)
{
	return __atomic_load_n(&t->reading.now, __ATOMIC_ACQUIRE);
}

static void look_at_all(void)
{
	for (struct thread *t = thread_records(); t; t = t->next)
		t->reading.before = t->used ? count_of(t) : 0;
}

/* The count of a thread that was killed while it read stays odd. */
static int is_done(const struct thread *t, const struct thread *self,
		   int may_ask)
{
	if (!(t->reading.before & 1) || count_of(t) != t->reading.before ||
	    !t->used)
		return 1;
	return may_ask && thread_has_died(t, self);
}

static int all_are_done(const struct thread *self, int may_ask)
{
	for (const struct thread *t = thread_records(); t; t = t->next)
		if (!is_done(t, self, may_ask))
			return 0;
	return 1;
}

static int are_done(const struct thread *self)
{
	int done = all_are_done(self, 0);

	if (!done && pending % MANY == 0)
		for (int i = 0; i < TURNS && !done; i++) {
			SYSCALL(__NR_sched_yield, 0, 0, 0, 0, 0, 0);
			done = all_are_done(self, 0);
		}
	if (!done && pending >= ask_at) {
		ask_at *= 2;
		done = all_are_done(self, 1);
	}
	if (done)
		ask_at = MANY;
	return done;
}

static struct hook_rule *take_waiting(void)
{
	struct hook_rule *all = waiting;

	for (const struct hook_rule *r = all; r; r = r->gone)
		pending--;
	waiting = retired;
	retired = NULL;
	if (!waiting)
		return all;
	/* what was unlinked before is so for who reads from here on */
	__atomic_thread_fence(__ATOMIC_SEQ_CST);
	look_at_all();
	return all;
}

struct hook_rule *readers_collect(const struct thread *self)
{
	struct hook_rule *all, **last;

	if (!waiting && !retired)
		return NULL;
	if (waiting && !are_done(self))
		return NULL;
	all = take_waiting();
	if (!waiting || !are_done(self))
		return all;
	/* as a rule nobody reads at that moment */
	for (last = &all; *last; last = &(*last)->gone)
		;
	*last = take_waiting();
	return all;
}
