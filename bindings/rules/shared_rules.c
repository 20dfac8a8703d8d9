/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * The core has one list of rules, and one word for each number: is it wanted?
 * States that run the same scripts ask for the same rules, in the same order;
 * they share them, so that a counter counts the process's calls, and a rule for
 * the third call takes place once.
 */
#include "bindings/rules/shared_rules.h"

#include <asm/errno.h>
#include <lauxlib.h>

#include "bindings/interp/message.h"
#include "bindings/rules/blocks.h"
#include "bindings/rules/rule_kinds.h"
#include "bindings/runtime/alloc.h"

/* How many states want an index so. */
static uint16_t wants[HOOK_ALWAYS + 1][HOOK_INDICES] BIG_TABLE;

/* What scripts of one generation asked for while they were loaded, in order: of
 * the one in force, and of the last one that was loaded beside it. */
#define SCRIPT_RULES 1024
static struct script {
	struct hook_rule *rule[SCRIPT_RULES];
	uint32_t rules, generation;
} scripts[2] BIG_TABLE, *in_force = scripts;

/* --- rules ------------------------------------------------------------------
 */

static void set_enabled(struct hook_rule *rule, int enabled)
{
	if (!rule_kinds_by_state(rule))
		rule->enabled = (uint32_t)enabled;
	else if (enabled)
		rule->enabled++;
	else
		rule->enabled--;
}

/* NULL: of scripts that others have followed. */
static struct script *script_of(const struct interp *in)
{
	struct script *beside = &scripts[in_force == scripts];

	if (in->generation == in_force->generation)
		return in_force;
	if (in->generation < in_force->generation)
		return NULL;
	if (in->generation != beside->generation) {
		beside->generation = in->generation;
		beside->rules = 0;
	}
	return beside;
}

/* Where that of the next rule is; NULL: not kept. */
static struct hook_rule **find_place(const struct interp *in)
{
	struct script *script = in->loading ? script_of(in) : NULL;

	if (!script || in->loaded_rules > script->rules ||
	    in->loaded_rules == SCRIPT_RULES)
		return NULL;
	if (in->loaded_rules == script->rules)
		script->rule[script->rules++] = NULL;
	return &script->rule[in->loaded_rules];
}

/* Nobody asks for it at a place any more. */
static void forget_place(const struct hook_rule *rule)
{
	for (size_t k = 0; k < 2; k++)
		for (uint32_t i = 0; i < scripts[k].rules; i++)
			if (scripts[k].rule[i] == rule)
				scripts[k].rule[i] = NULL;
}

/* The rule, or one like it that another state got at this place; NULL and *err:
 * it cannot be. */
static struct hook_rule *share_rule(struct interp *in, struct hook_rule *rule,
				    int *err)
{
	struct hook_rule **place = find_place(in),
			 *there = place ? *place : NULL;

	if (there && rule_kinds_same(there, rule)) {
		blocks_free(rule);
		rule = there;
	} else {
		there = NULL;
		rule->enabled = 0;
		*err = blocks_add(rule);
		if (*err)
			return NULL;
		if (place && !*place)
			*place = rule;
	}
	in->loaded_rules += in->loading != 0;
	if (!in->pending && (!there || rule_kinds_by_state(rule)))
		set_enabled(rule, 1);
	return rule;
}

static int add_shared(struct interp *in, struct shared_rule *shared,
		      struct hook_rule *rule)
{
	int err = 0;

	blocks_collect();
	rule = share_rule(in, rule, &err);
	if (!rule)
		return err;
	rule->uses++;
	*shared = (struct shared_rule){
		.rule = rule,
		.next = in->rules,
		.at = &in->rules,
		.enabled = 1,
		.bit = rule->bit,
		.since = rule->since,
	};
	if (shared->next)
		shared->next->at = &shared->next;
	in->rules = shared;
	in->heap.in_use += blocks_size(rule);
	return 0;
}

struct shared_rule *shared_rules_make(lua_State *L,
				      const struct hook_rule *model)
{
	struct interp *in = interp_of(L);
	struct hook_rule *rule = blocks_make(L, model);
	struct shared_rule *shared = alloc(&in->heap, NULL, 0, sizeof(*shared));
	int err = 0;

	hook_lock();
	if (shared)
		err = add_shared(in, shared, rule);
	else
		blocks_free(rule);
	hook_unlock();
	if (!shared)
		luaL_error(L, MESSAGE_NO_MEMORY);
	if (!err)
		return shared;
	alloc(&in->heap, shared, sizeof(*shared), 0);
	if (err == -ENOSPC)
		luaL_error(L,
			   "more than %d filters and rules by thread at a "
			   "time. Remedy: remove some, or ask for a list of "
			   "calls at once",
			   HOOK_RULE_BITS);
	luaL_error(L, "the process forbids changing code: hooks must be "
		      "registered while the script loads");
	return NULL;
}

void shared_rules_enable(struct interp *in, struct shared_rule *shared,
			 int enabled)
{
	if (shared->dropped || shared->enabled == enabled)
		return;
	shared->enabled = enabled;
	if (in->pending)
		return;
	hook_lock();
	set_enabled(shared->rule, enabled);
	hook_unlock();
}

/* Locked. The shared rule itself stays. */
static void drop_shared(struct interp *in, struct shared_rule *shared)
{
	struct hook_rule *rule = shared->rule;

	if (shared->dropped)
		return;
	shared->dropped = 1;
	in->heap.in_use -= blocks_size(rule);
	if (rule_kinds_by_state(rule) && shared->enabled && !in->pending)
		rule->enabled--;
	if (--rule->uses)
		return;
	forget_place(rule);
	blocks_remove(rule);
}

void shared_rules_drop(struct interp *in, struct shared_rule *shared)
{
	hook_lock();
	drop_shared(in, shared);
	hook_unlock();
	*shared->at = shared->next;
	if (shared->next)
		shared->next->at = shared->at;
	alloc(&in->heap, shared, sizeof(*shared), 0);
}

/* --- numbers ----------------------------------------------------------------
 */

/* Results alone are enough only where there is nothing else. */
static enum hook_wanted sum_wanted(unsigned int index)
{
	if (wants[HOOK_ALWAYS][index])
		return HOOK_ALWAYS;
	if (wants[HOOK_RESULTS][index])
		return wants[HOOK_FILTERED][index] ? HOOK_ALWAYS : HOOK_RESULTS;
	return wants[HOOK_FILTERED][index] ? HOOK_FILTERED : HOOK_NONE;
}

static void count_state(unsigned int index, int how, int by)
{
	wants[how][index] = (uint16_t)(wants[how][index] + by);
}

int shared_rules_want(struct interp *in, unsigned int index,
		      enum hook_wanted now)
{
	enum hook_wanted before;
	int err = 0;

	if (in->counts[index].wanted == now)
		return 0;
	hook_lock();
	before = sum_wanted(index);
	count_state(index, in->counts[index].wanted, -1);
	count_state(index, now, 1);
	in->counts[index].wanted = (uint16_t)now;
	in->asked[index / 64] |= (uint64_t)1 << index % 64;
	if (sum_wanted(index) != before)
		err = hook_want(index, sum_wanted(index));
	hook_unlock();
	return err;
}

/* --- a state comes, and goes ------------------------------------------------
 */

void shared_rules_enforce(struct interp *in)
{
	hook_lock();
	in->pending = 0;
	if (in->generation > in_force->generation)
		in_force = script_of(in);
	for (struct shared_rule *c = in->rules; c; c = c->next)
		if (c->enabled && !c->dropped)
			set_enabled(c->rule, 1);
	hook_unlock();
}

void shared_rules_withdraw(struct interp *in)
{
	for (struct shared_rule *c = in->rules; c; c = c->next)
		if (!c->dropped && !rule_kinds_by_state(c->rule))
			set_enabled(c->rule, 0);
}

void shared_rules_give_up(struct interp *in)
{
	hook_lock();
	for (struct shared_rule *c = in->rules; c; c = c->next)
		drop_shared(in, c);
	hook_unlock();
	for (unsigned int i = hook_next(in->asked, 0); i < HOOK_INDICES;
	     i = hook_next(in->asked, i + 1))
		shared_rules_want(in, i, HOOK_NONE);
}
