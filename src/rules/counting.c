/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Counts calls: by number, by key, by time. Threads count in rows of their own
 * as far as there are rows. */
#include "rules/counting.h"

#include <asm/unistd.h>

#include "rules/keys.h"
#include "rules/made.h"
#include "tables/call_counts.h"
#include "thread/memory.h"
#include "thread/thread.h"

#define ERRNO_MAX 4095
#define PEEKS (0x2 | 0x2000) /* MSG_PEEK, MSG_ERRQUEUE */
#define NO_PLACE 7
/* struct mmsghdr */
#define MESSAGE_SIZE 64
#define MESSAGE_BYTES 56
#define MESSAGES_MAX 1024

static void raise_by(uint64_t *n, uint64_t value)
{
	__atomic_fetch_add(n, value, __ATOMIC_RELAXED);
}

static int has_failed(long ret)
{
	return ret < 0 && ret >= -ERRNO_MAX;
}

int counting_is_child(unsigned int index, long ret)
{
	return ret == 0 && (index == __NR_fork || index == __NR_vfork ||
			    index == __NR_clone || index == __NR_clone3);
}

/* --- by number -------------------------------------------------------------
 */

static void raise_to(uint64_t *longest, uint64_t ns)
{
	uint64_t old = __atomic_load_n(longest, __ATOMIC_RELAXED);

	while (old < ns &&
	       !__atomic_compare_exchange_n(longest, &old, ns, 0,
					    __ATOMIC_RELAXED, __ATOMIC_RELAXED))
		;
}

static void add_by_number(struct call_counts *counts, const struct call *call,
			  unsigned int index, long ret, uint64_t took)
{
	/* processes may share it: their threads' numbers differ */
	uint32_t row = (uint32_t)call->thread->tid % CALL_COUNTS_ROWS;
	struct call_count *n =
		&counts->row[row][index < TABLES_NUMBERS ? index
							 : TABLES_NUMBERS - 1];

	raise_by(&n->calls, 1);
	if (has_failed(ret))
		raise_by(&n->errors, 1);
	if (!took)
		return;
	raise_by(&n->ns, took);
	raise_to(&n->longest, took);
}

/* --- by key ----------------------------------------------------------------
 */

static uint64_t scale_bucket(const struct hook_scale *scale, uint64_t ns)
{
	uint64_t i;

	if (!scale->step)
		return ns ? 63 - (uint64_t)__builtin_clzl(ns) : 0;
	i = ns < scale->low ? 0 : (ns - scale->low) / scale->step;
	return i < HOOK_BUCKETS ? i : HOOK_BUCKETS - 1;
}

static int64_t count_messages(const struct call *call, int place, long ret)
{
	uint64_t at = hook_argument(&call->regs, place);
	int64_t sum = 0;
	uint32_t n;

	for (long i = 0; i < ret && i < MESSAGES_MAX; i++) {
		if (memory_copy_in(
			    &n, at + (uint64_t)i * MESSAGE_SIZE + MESSAGE_BYTES,
			    sizeof(n)) != sizeof(n))
			break;
		sum += n;
	}
	return sum;
}

static int64_t count_bytes(const struct hook_keyed *keyed,
			   const struct call *call, unsigned int index,
			   long ret)
{
	unsigned int moved = index < HOOK_PLACES ? keyed->moved[index] : 0;
	unsigned int peeks = moved >> HOOK_MOVED_PEEKS & 7;
	int place = moved >> HOOK_MOVED_PLACE & 7;

	if (ret < 0 || (peeks != NO_PLACE &&
			hook_argument(&call->regs, (int)peeks) & PEEKS))
		return 0;
	switch (moved & 3) {
	case HOOK_MOVED_RET:
		return ret;
	case HOOK_MOVED_MESSAGES:
		return count_messages(call, place, ret);
	case HOOK_MOVED_WHOLE:
		return (int64_t)hook_argument(&call->regs, place);
	default:
		return 0;
	}
}

static int64_t count_sum(const struct hook_keyed *keyed,
			 const struct call *call, unsigned int index, long ret)
{
	switch (keyed->sum) {
	case HOOK_SUM_RET:
		return has_failed(ret) ? 0 : ret;
	case HOOK_SUM_BYTES:
		return count_bytes(keyed, call, index, ret);
	default:
		return 0;
	}
}

/* In place of what is kept of the key's call before. */
static void keep_last(const struct hook_keyed *keyed, const struct call *call,
		      uint32_t cell, long ret)
{
	static uint64_t order;
	const struct thread *t = call->thread;
	uint64_t *words = cells_keep(keyed->cells, cell);
	uint32_t n = HOOK_LAST_WORDS;

	if (!words)
		return;
	words[HOOK_LAST_NUMBER] = (uint64_t)call->nr;
	words[HOOK_LAST_TID] = (uint64_t)(t->vfork ? thread_own_tid() : t->tid);
	words[HOOK_LAST_RET] = (uint64_t)ret;
	words[HOOK_LAST_ORDER] =
		__atomic_add_fetch(&order, 1, __ATOMIC_RELAXED);
	if (keyed->last == HOOK_LAST_STACK)
		n += keys_copy_stack(t, words + n, keyed->frames);
	cells_kept(keyed->cells, cell, n);
}

static void add_to_key(const struct hook_keyed *keyed, const struct call *call,
		       unsigned int index, long ret, int made,
		       const struct cell *more)
{
	struct cells_key key = keys_make(keyed, call, index, ret, made);
	uint32_t cell = cells_find(keyed->cells, &key);
	uint32_t slot = call->thread->slot;

	cells_add(keyed->cells, cell, slot, more);
	if (keyed->shape.histograms)
		cells_add_bucket(keyed->cells, cell, slot,
				 (uint32_t)scale_bucket(&keyed->scale,
							more->took));
	if (keyed->last)
		keep_last(keyed, call, cell, ret);
}

static void add_by_key(const struct hook_keyed *keyed, const struct call *call,
		       unsigned int index, long ret, struct cell *more)
{
	int fd[MADE_MAX] = {-1, -1};
	size_t n = keyed->made ? made_find(call, index, ret, fd) : 1;

	more->calls = 1;
	for (size_t i = 0; i < n; i++)
		add_to_key(keyed, call, index, ret, fd[i], more);
}

static void add_result_by_key(const struct hook_keyed *keyed,
			      const struct call *call, unsigned int index,
			      long ret, uint64_t took)
{
	struct cell more = {
		.errors = has_failed(ret) != 0,
		.ret = count_sum(keyed, call, index, ret),
		.took = took,
	};

	if (took || !keyed->shape.histograms)
		add_by_key(keyed, call, index, ret, &more);
}

/* --- outside ----------------------------------------------------------------
 */

void counting_entered(struct hook_rule *rule, const struct call *call,
		      unsigned int index)
{
	struct cell more = {.errors = 0};

	if (rule->kind == HOOK_RULE_COUNT)
		raise_by(&rule->cells->n[call->thread->slot % HOOK_SLOTS][0],
			 1);
	else
		add_by_key(rule->keyed, call, index, 0, &more);
}

static void add_to_histogram(struct hook_histogram *h, uint32_t slot,
			     uint64_t ns)
{
	raise_by(&h->slot[slot % HOOK_SLOTS].n[scale_bucket(&h->scale, ns)], 1);
	raise_by(&h->slot[slot % HOOK_SLOTS].sum, ns);
}

void counting_done(struct hook_rule *rule, const struct call *call,
		   unsigned int index, long ret, uint64_t took)
{
	switch (rule->kind) {
	case HOOK_RULE_STATS:
		add_by_number(rule->stats->counts, call, index, ret, took);
		break;
	case HOOK_RULE_CELLS_RESULT:
		add_result_by_key(rule->keyed, call, index, ret, took);
		break;
	case HOOK_RULE_HISTOGRAM:
		if (took)
			add_to_histogram(rule->histogram, call->thread->slot,
					 took);
		break;
	default:
		break;
	}
}
