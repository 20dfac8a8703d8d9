/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * A rule and all that it leads to are one block of the memory that states have
 * in common, made when all of it is known to be right.
 *
 * Counters of all calls of a number are apart: entry.S counts with them, and
 * nobody knows when it has done so. Their blocks become no other's, and of
 * those that are free the oldest is used again, once there are some.
 */
#include "bindings/rules/blocks.h"

#include <lauxlib.h>
#include <string.h>

#include "bindings/interp/limits.h"
#include "bindings/rules/filter_tests.h"
#include "bindings/rules/rule_kinds.h"
#include "bindings/runtime/alloc.h"

#define LINE 64
#define FREE_MIN 64

struct bare {
	struct hook_rule rule;
	struct bare *next; /* a free one */
	char cells[sizeof(struct hook_cells) + LINE];
};

static struct bare *oldest, **newest = &oldest;
static unsigned int free_count;

/* Of rules that were removed and are still in memory. */
static size_t gone;

static void *align_to_line(void *p)
{
	return (void *)(((uintptr_t)p + LINE - 1) & ~(uintptr_t)(LINE - 1));
}

static int is_bare(const struct hook_rule *rule)
{
	return rule->kind == HOOK_RULE_COUNT && !rule->tests;
}

/* entry.S may be looking at where its cells are: that is not written. */
static struct hook_rule *use_again(const struct hook_rule *model)
{
	const size_t cells = offsetof(struct hook_rule, cells);
	const size_t behind = cells + sizeof(model->cells);
	struct bare *b = oldest;

	oldest = b->next;
	if (!oldest)
		newest = &oldest;
	free_count--;
	memset(b->rule.cells, 0, sizeof(*b->rule.cells));
	memcpy(&b->rule, model, cells);
	memcpy((char *)&b->rule + behind, (const char *)model + behind,
	       sizeof(*model) - behind);
	return &b->rule;
}

static struct hook_rule *new_bare(const struct hook_rule *model)
{
	struct bare *b;

	if (free_count > FREE_MIN)
		return use_again(model);
	b = alloc_common(sizeof(*b));
	if (!b)
		return NULL;
	b->rule = *model;
	b->rule.cells = align_to_line(b->cells);
	memset(b->rule.cells, 0, sizeof(*b->rule.cells));
	return &b->rule;
}

/* Its part begins a line of the cache. */
static size_t size_of_part(const struct hook_rule *model)
{
	size_t part = rule_kinds_part(model);

	return part ? part + LINE : 0;
}

static struct hook_rule *new_block(const struct hook_rule *model)
{
	struct hook_rule *rule = alloc_common(model->size);

	if (!rule)
		return NULL;
	*rule = *model;
	if (rule_kinds_begin(rule, model, align_to_line(rule + 1)) != 0) {
		alloc_common_free(rule, model->size);
		return NULL;
	}
	if (rule->tests + rule->results)
		rule->test = filter_tests_copy(
			(char *)(rule + 1) + size_of_part(model), model->test,
			model->tests + model->results);
	return rule;
}

static size_t size_of_rule(const struct hook_rule *model)
{
	if (is_bare(model))
		return sizeof(struct bare);
	return sizeof(*model) + size_of_part(model) +
	       filter_tests_size(model->test, model->tests + model->results);
}

struct hook_rule *blocks_make(lua_State *L, const struct hook_rule *model)
{
	struct hook_rule sized = *model, *rule;

	sized.size = size_of_rule(model);
	sized.mapped = rule_kinds_mapped(model);
	limits_room(L, sized.size + sized.mapped + gone);
	hook_lock();
	rule = is_bare(model) ? new_bare(&sized) : new_block(&sized);
	hook_unlock();
	if (!rule && model->kind == HOOK_RULE_STATS && model->stats->file[0])
		luaL_error(L,
			   "no memory, or no such file of 256 KiB that can be "
			   "written: '%s'",
			   model->stats->file);
	if (!rule)
		luaL_error(L, "no memory");
	return rule;
}

size_t blocks_size(const struct hook_rule *rule)
{
	return rule->size + rule->mapped;
}

void blocks_free(struct hook_rule *rule)
{
	struct bare *b = (struct bare *)rule;

	if (!is_bare(rule)) {
		rule_kinds_end(rule);
		alloc_common_free(rule, rule->size);
		return;
	}
	b->next = NULL;
	*newest = b;
	newest = &b->next;
	free_count++;
}

void blocks_remove(struct hook_rule *rule)
{
	gone += blocks_size(rule);
	hook_rule_remove(rule);
	blocks_collect();
}

int blocks_add(struct hook_rule *rule)
{
	int err = hook_rule_add(rule);

	if (err)
		gone += blocks_size(rule);
	return err;
}

void blocks_collect(void)
{
	struct hook_rule *next, *rule = hook_rules_collect();

	for (; rule; rule = next) {
		next = rule->gone;
		gone -= blocks_size(rule);
		blocks_free(rule);
	}
}
