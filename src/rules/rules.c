/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Who reads the rules of a number may meet one that was removed meanwhile; see
 * readers.h. All is on the program's stack, and there is little of it. */
#include "rules/rules.h"

#include <asm/errno.h>

#include "base/constants.h"
#include "base/rawcall.h"
#include "hooks/events.h"
#include "rules/counting.h"
#include "rules/enabled.h"
#include "rules/filter.h"
#include "rules/keys.h"
#include "rules/prefilter.h"
#include "rules/readers.h"
#include "thread/thread.h"
#include "trace/trace.h"

static struct hook_rule *first, *last;
static uint64_t bits; /* in use */

/* Rules that were ever added. A call that has passed a filter, and waits for
 * its turn, is no business of the filter that gets its bit meanwhile. */
static uint32_t added;

/* --- the rules of a number --------------------------------------------------
 */

/*
 * Up to eight rules of a number are named in one word, a byte for each from the
 * lowest on, so that a call meets no others. Where there are more, or a rule
 * that has no name, it is SCAN: all rules are looked through. Who looks a name
 * up late may find a rule that has gone, or another, so is_for() has the last
 * word.
 */
#define SCAN ~0ull
#define AT_ONCE 8
#define NAMES 255
static uint64_t names_of[HOOK_INDICES] BIG_TABLE;
static struct hook_rule *named[NAMES]; /* 0: none */

/* Takes the place of a removed rule in a list, so that readers still meet those
 * behind it. */
static struct hook_rule removed;

/* How many there are of each sort. */
enum sort { AT_ENTRY, AROUND, OF_RESULTS, COVERED, TRACED, SORTS };
static uint32_t count_of[HOOK_INDICES][SORTS] BIG_TABLE;

static inline struct hook_rule *next_rule(const struct hook_rule *rule,
					  uint64_t *names)
{
	uint64_t name = *names & 0xff;

	if (__builtin_expect(*names == SCAN, 0))
		return __atomic_load_n(&rule->next, __ATOMIC_ACQUIRE);
	*names >>= 8;
	return __atomic_load_n(&named[name], __ATOMIC_ACQUIRE);
}

/* The first rule that a call of this index may meet. *names is for the next. */
static inline struct hook_rule *first_rule(unsigned int index, uint64_t *names)
{
	*names = __atomic_load_n(&names_of[index], __ATOMIC_ACQUIRE);
	if (__builtin_expect(*names == SCAN, 0))
		return __atomic_load_n(&first, __ATOMIC_ACQUIRE);
	return next_rule(NULL, names);
}

static int is_for(const struct hook_rule *rule, unsigned int index)
{
	return rule->enabled && rule->numbers[index / 64] >> index % 64 & 1;
}

/* One that no rule has now, if there is one. */
static void give_name(struct hook_rule *rule)
{
	unsigned int name = 1;

	while (name < NAMES && named[name] && named[name] != &removed)
		name++;
	rule->name = name < NAMES ? (uint8_t)name : 0;
	if (rule->name)
		__atomic_store_n(&named[name], rule, __ATOMIC_RELEASE);
}

static void take_name(struct hook_rule *rule)
{
	if (rule->name)
		__atomic_store_n(&named[rule->name], &removed,
				 __ATOMIC_RELEASE);
	rule->name = 0;
}

static uint32_t all_of(unsigned int index)
{
	uint32_t n = 0;

	for (int sort = 0; sort < SORTS; sort++)
		n += count_of[index][sort];
	return n;
}

/* The last of all is one more of index. */
static uint64_t with_name(unsigned int index, const struct hook_rule *rule)
{
	uint32_t before = all_of(index) - 1;

	if (names_of[index] == SCAN || before >= AT_ONCE || !rule->name)
		return SCAN;
	return names_of[index] | (uint64_t)rule->name << 8 * before;
}

/* The list has one less of index. */
static uint64_t find_names(unsigned int index)
{
	uint64_t names = 0;
	unsigned int at = 0;

	if (all_of(index) > AT_ONCE)
		return SCAN;
	for (const struct hook_rule *r = first; r; r = r->next) {
		if (!(r->numbers[index / 64] >> index % 64 & 1))
			continue;
		if (!r->name)
			return SCAN;
		names |= (uint64_t)r->name << at;
		at += 8;
	}
	return names;
}

static int matches(const struct hook_rule *rule, struct call *call,
		   unsigned int index)
{
	if (!is_for(rule, index))
		return 0;
	for (size_t i = 0; i < rule->tests; i++)
		if (!filter_holds(&rule->test[i], call, index))
			return 0;
	return 1;
}

/* --- entering --------------------------------------------------------------
 */

static void raise_count(uint64_t *n, uint64_t value)
{
	__atomic_fetch_add(n, value, __ATOMIC_RELAXED);
}

void rules_enter(struct call *call, unsigned int index)
{
	struct thread *t = call->thread;
	uint64_t names;

	readers_enter(t);
	call->since = __atomic_load_n(&added, __ATOMIC_ACQUIRE);
	for (struct hook_rule *rule = first_rule(index, &names); rule;
	     rule = next_rule(rule, &names)) {
		if (rule->kind > HOOK_RULE_CELLS || !matches(rule, call, index))
			continue;
		if (rule->kind == HOOK_RULE_FILTER)
			call->passed |= (uint64_t)1 << rule->bit;
		else
			counting_entered(rule, call, index);
	}
	readers_leave(t);
}

/* --- behind the kernel's part -------------------------------------------
 */

/* Those tests from there on. */
static int result_holds(const struct hook_rule *rule, size_t from,
			const struct call *call)
{
	for (size_t i = from; i < rule->tests + rule->results; i++)
		if (!hook_test_result(&rule->test[i], call))
			return 0;
	return 1;
}

int rules_want_result(const struct call *call, unsigned int index)
{
	const struct hook_rule *rule;
	uint64_t names;

	readers_enter(call->thread);
	rule = first_rule(index, &names);
	while (rule &&
	       !(rule->kind == HOOK_RULE_RESULT && is_for(rule, index) &&
		 (!rule->covered || call->passed) &&
		 result_holds(rule, 0, call)))
		rule = next_rule(rule, &names);
	readers_leave(call->thread);
	return rule != NULL;
}

/* --- lines about it --------------------------------------------------------
 */

int rules_trace(struct call *call, unsigned int index,
		struct trace_call *traced)
{
	struct thread *t = call->thread;
	uint64_t names;

	readers_enter(t);
	trace_begin(traced, __atomic_load_n(&added, __ATOMIC_ACQUIRE));
	for (struct hook_rule *rule = first_rule(index, &names); rule;
	     rule = next_rule(rule, &names))
		if (rule->kind == HOOK_RULE_TRACE &&
		    matches(rule, call, index) &&
		    trace_enter(traced, call, rule))
			traced->rules |= (uint64_t)1 << rule->bit;
	if (traced->rules)
		trace_leave(traced, t);
	readers_leave(t);
	return traced->rules != 0;
}

void rules_trace_over(struct call *call, unsigned int index,
		      struct trace_call *traced)
{
	struct thread *t = call->thread;
	uint64_t names;

	readers_enter(t);
	trace_return(traced, call);
	for (struct hook_rule *rule = first_rule(index, &names); rule;
	     rule = next_rule(rule, &names))
		if (rule->kind == HOOK_RULE_TRACE && is_for(rule, index) &&
		    traced->rules >> rule->bit & 1 &&
		    rule->since <= traced->since &&
		    (!call->done || result_holds(rule, rule->tests, call)))
			trace_exit(traced, call, rule);
	trace_forget(call);
	readers_leave(t);
}

/* A handler of the program's is about to run. */
static void trace_signals(struct call *call)
{
	readers_enter(call->thread);
	for (struct hook_rule *rule = __atomic_load_n(&first, __ATOMIC_ACQUIRE);
	     rule; rule = __atomic_load_n(&rule->next, __ATOMIC_ACQUIRE))
		if (rule->kind == HOOK_RULE_TRACE && rule->enabled &&
		    rule->trace->signals)
			trace_signal(call, rule->trace);
	readers_leave(call->thread);
}

/* --- around the kernel's part ------------------------------------------------
 */

/* xorshift64*, its upper half; other threads may take the same number. */
static uint64_t draw(struct hook_inject *inject)
{
	uint64_t x = inject->random;

	x ^= x >> 12;
	x ^= x << 25;
	x ^= x >> 27;
	inject->random = x;
	return x * 0x2545f4914f6cdd1d >> 32;
}

/* This thread's calls that matched; the bit may have been another rule's. */
static uint64_t seen_by(struct thread *t, const struct hook_rule *rule)
{
	if (t->rule_seen[rule->bit].rule != rule->since) {
		t->rule_seen[rule->bit].rule = rule->since;
		t->rule_seen[rule->bit].n = 0;
	}
	return ++t->rule_seen[rule->bit].n;
}

/* Is this matching call one of those that are meant? */
static int is_due(struct hook_rule *rule, struct thread *t)
{
	struct hook_inject *inject = rule->inject;
	uint64_t n = __atomic_add_fetch(&rule->seen, 1, __ATOMIC_RELAXED);

	if (inject->per_thread)
		n = seen_by(t, rule);
	if (n < inject->first || n > inject->last ||
	    (n - inject->first) % inject->step != 0)
		return 0;
	return inject->chance >> 32 || draw(inject) < inject->chance;
}

static void apply(struct hook_inject *inject, struct rules_plan *plan)
{
	raise_count(&inject->done, 1);
	plan->enter_ns += inject->enter_ns;
	plan->exit_ns += inject->exit_ns;
	if (inject->answers && !plan->answers) { /* the first one answers */
		plan->answers = 1;
		plan->result = inject->result;
	}
	if (inject->signal)
		SYSCALL(__NR_tgkill, thread_own_pid(), thread_own_tid(),
			inject->signal, 0, 0, 0);
}

void rules_make_plan(struct call *call, unsigned int index,
		     struct rules_plan *plan)
{
	uint64_t names;

	readers_enter(call->thread);
	plan->since = __atomic_load_n(&added, __ATOMIC_ACQUIRE);
	for (struct hook_rule *rule = first_rule(index, &names); rule;
	     rule = next_rule(rule, &names)) {
		if (rule->kind <= HOOK_RULE_CELLS ||
		    rule->kind == HOOK_RULE_RESULT ||
		    rule->kind == HOOK_RULE_TRACE ||
		    !matches(rule, call, index))
			continue;
		if (rule->kind == HOOK_RULE_INJECT) {
			if (!call->past_rules && is_due(rule, call->thread))
				apply(rule->inject, plan);
			continue;
		}
		plan->timed |= rule->timed;
		plan->stacks |= rule->stacks;
		if (rule->kind != HOOK_RULE_TIMED &&
		    plan->counts++ < FIRST_COUNTS)
			plan->count[plan->counts - 1] = rule->since;
	}
	readers_leave(call->thread);
}

/* Is it one of the plan's, and not removed meanwhile? Those behind the first
 * ones are tested again, for there is little stack. */
static int is_planned(const struct rules_plan *plan,
		      const struct hook_rule *rule, struct call *call,
		      unsigned int index)
{
	for (size_t i = 0; i < plan->counts && i < FIRST_COUNTS; i++)
		if (plan->count[i] == rule->since)
			return is_for(rule, index);
	return plan->counts > FIRST_COUNTS &&
	       rule->since > plan->count[FIRST_COUNTS - 1] &&
	       rule->since <= plan->since && matches(rule, call, index);
}

static int counts_results(const struct hook_rule *rule)
{
	return rule->kind == HOOK_RULE_HISTOGRAM ||
	       rule->kind == HOOK_RULE_CELLS_RESULT ||
	       rule->kind == HOOK_RULE_STATS;
}

/* With the guard up from here on, and what keys need. */
static void begin_record(const struct rules_plan *plan, struct call *call)
{
	if (plan->stacks)
		keys_find_stack(call);
	readers_enter(call->thread);
	while (plan->stacks && !keys_has_stack(call)) {
		readers_leave(call->thread);
		keys_find_stack(call);
		readers_enter(call->thread);
	}
}

void rules_record(const struct rules_plan *plan, struct call *call,
		  unsigned int index, long ret)
{
	uint64_t names;

	if (counting_is_child(index, ret))
		return;
	call->regs.rax = (uint64_t)ret;
	begin_record(plan, call);
	for (struct hook_rule *rule = first_rule(index, &names); rule;
	     rule = next_rule(rule, &names))
		if (counts_results(rule) &&
		    is_planned(plan, rule, call, index) &&
		    result_holds(rule, rule->tests, call))
			counting_done(rule, call, index, ret, call->took);
	readers_leave(call->thread);
}

/* --- what the interpreter side asks for --------------------------------------
 */

static int prefilter(const struct hook_rule *rule, unsigned int index,
		     struct prefilter_test *out)
{
	for (size_t i = 0; i < rule->tests; i++)
		if (prefilter_translate(&rule->test[i], index, out))
			return 1;
	return 0;
}

/* Those that a filter covers are left out. */
static uint32_t open_of(unsigned int index)
{
	return all_of(index) - count_of[index][COVERED];
}

void rules_prefilter(unsigned int index, int only_rules)
{
	struct prefilter_test test[PREFILTER_MAX];
	const struct hook_rule *counter = NULL, *r;
	int core = prefilter_core(index, test);
	size_t n = core > 0 ? (size_t)core : 0;
	uint64_t names;

	/* without rules, the tables of a process stay pages of zeros */
	only_rules = only_rules && core >= 0 && (first || core) &&
		     (!first || open_of(index) <= PREFILTER_MAX + 1);
	for (r = first ? first_rule(index, &names) : NULL; r && only_rules;
	     r = next_rule(r, &names)) {
		if (r->covered || !(r->numbers[index / 64] >> index % 64 & 1))
			continue;
		if (r->kind == HOOK_RULE_COUNT && !r->tests && !counter)
			counter = r;
		else if (n < PREFILTER_MAX && prefilter(r, index, &test[n]))
			n++;
		else
			only_rules = 0;
	}
	if (!only_rules)
		n = 0, counter = NULL;
	if (n && n == (size_t)core && !counter)
		prefilter_set_core(index);
	else
		prefilter_set(index, test, n, counter);
}

static int needs_bit(const struct hook_rule *rule)
{
	return rule->kind == HOOK_RULE_FILTER ||
	       rule->kind == HOOK_RULE_TRACE ||
	       (rule->kind == HOOK_RULE_INJECT && rule->inject->per_thread);
}

static enum sort sort_of(const struct hook_rule *rule)
{
	if (rule->kind == HOOK_RULE_TRACE)
		return TRACED;
	if (rule->kind == HOOK_RULE_RESULT)
		return rule->covered ? COVERED : OF_RESULTS;
	return rule->kind <= HOOK_RULE_CELLS ? AT_ENTRY : AROUND;
}

/* Of all that there are for index. */
static uint8_t stages(unsigned int index)
{
	const uint32_t *n = count_of[index];

	return (uint8_t)((n[AT_ENTRY] ? RULES_ENTER : 0) |
			 (n[AROUND] ? RULES_KERNEL : 0) |
			 (n[OF_RESULTS] + n[COVERED] ? RULES_RESULT : 0) |
			 (n[TRACED] ? RULES_TRACE : 0));
}

/* One more of index, or one less. */
static int change_rule(unsigned int index, const struct hook_rule *rule,
		       int more)
{
	uint32_t *n = &count_of[index][sort_of(rule)];
	uint64_t names;

	*n += more ? 1u : -1u;
	names = more ? with_name(index, rule) : find_names(index);
	__atomic_store_n(&names_of[index], names, __ATOMIC_RELEASE);
	/* nothing changes for those in front of C: it is neither the first nor
	 * the last of its sort, and there are too many to be looked at there */
	if (*n > (uint32_t)more && open_of(index) > PREFILTER_MAX + 2)
		return 0;
	return enabled_rules(index, stages(index));
}

static int change_all(const struct hook_rule *rule, int more)
{
	int err = 0;

	for (unsigned int i = hook_next(rule->numbers, 0); i < HOOK_INDICES;
	     i = hook_next(rule->numbers, i + 1)) {
		int ret = change_rule(i, rule, more);

		err = err ? err : ret;
	}
	return err;
}

static int take_bit(struct hook_rule *rule)
{
	if (!needs_bit(rule))
		return 0;
	if (!~bits)
		return -ENOSPC;
	rule->bit = (uint8_t)__builtin_ctzl(~bits);
	bits |= (uint64_t)1 << rule->bit;
	return 0;
}

int hook_rule_add(struct hook_rule *rule)
{
	int err = take_bit(rule);

	if (err) {
		readers_retire(rule);
		return err;
	}
	rule->since = added + 1;
	__atomic_store_n(&added, rule->since, __ATOMIC_RELEASE);
	give_name(rule);
	rule->next = NULL;
	rule->before = last;
	__atomic_store_n(last ? &last->next : &first, rule, __ATOMIC_RELEASE);
	last = rule;
	if (rule->kind == HOOK_RULE_TRACE && rule->trace->signals)
		events_watch_signals(trace_signals);
	err = change_all(rule, 1);
	if (err)
		hook_rule_remove(rule);
	return err;
}

void hook_rule_remove(struct hook_rule *rule)
{
	struct hook_rule *before = rule->before;

	__atomic_store_n(&rule->enabled, 0, __ATOMIC_RELAXED);
	/* who reads it goes on to those behind it */
	__atomic_store_n(before ? &before->next : &first, rule->next,
			 __ATOMIC_RELEASE);
	if (rule->next)
		rule->next->before = before;
	else
		last = before;
	if (needs_bit(rule))
		bits &= ~((uint64_t)1 << rule->bit);
	change_all(rule, 0);
	take_name(rule);
	readers_retire(rule);
}

struct hook_rule *hook_rules_collect(void)
{
	return readers_collect(thread_self());
}
