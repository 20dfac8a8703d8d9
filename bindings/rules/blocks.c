/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * A rule and all that it leads to are one block of the memory that states have
 * in common, made when all of it is known to be right.
 *
 * Counters of all calls of a number are apart: entry.S counts with them, and
 * nobody knows when it has done so. Their blocks become no other's, and of
 * those that are free the oldest is used again, once there are some.
 */
#include <string.h>

#include "bindings/interp/interp.h"

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

/* --- tests ------------------------------------------------------------------
 */

static size_t size_of_test(const struct hook_test *t)
{
	size_t size = sizeof(*t) + (t->places ? HOOK_PLACES : 0);

	if (t->set)
		size += t->count * sizeof(*t->set);
	if (t->globs)
		size += t->count * sizeof(*t->globs);
	size += t->paths_count * sizeof(*t->paths) + 7;
	for (size_t i = 0; t->globs && i < t->count; i++)
		size += (strlen(t->globs[i]) & ~(size_t)7) + 8;
	return size;
}

size_t blocks_tests_size(const struct hook_test *test, size_t count)
{
	size_t size = 0;

	for (size_t i = 0; i < count; i++)
		size += size_of_test(&test[i]);
	return size;
}

/* A copy at *at, which moves behind it, to where the next one is aligned. */
static void *put(char **at, const void *from, size_t size)
{
	void *to = *at;

	memcpy(to, from, size);
	*at += (size + 7) & ~(size_t)7;
	return to;
}

static void put_globs(char **at, struct hook_test *t)
{
	const char **globs = put(at, t->globs, t->count * sizeof(*t->globs));

	for (size_t i = 0; i < t->count; i++)
		globs[i] = put(at, globs[i], strlen(globs[i]) + 1);
	t->globs = globs;
}

struct hook_test *blocks_put_tests(void *to, const struct hook_test *test,
				   size_t count)
{
	char *at = to;
	struct hook_test *kept = put(&at, test, count * sizeof(*kept));

	for (size_t i = 0; i < count; i++) {
		struct hook_test *t = &kept[i];

		if (t->places)
			t->places = put(&at, t->places, HOOK_PLACES);
		if (t->set)
			t->set = put(&at, t->set, t->count * sizeof(*t->set));
		if (t->globs)
			put_globs(&at, t);
		if (t->paths)
			t->paths = put(&at, t->paths,
				       t->paths_count * sizeof(*t->paths));
	}
	return kept;
}

/* --- blocks -----------------------------------------------------------------
 */

static void *aligned(void *p)
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
	b->rule.cells = aligned(b->cells);
	memset(b->rule.cells, 0, sizeof(*b->rule.cells));
	return &b->rule;
}

/* What a rule of that kind has besides its tests, with what to align it takes.
 */
static size_t size_of_part(int kind)
{
	switch (kind) {
	case HOOK_RULE_COUNT:
		return sizeof(struct hook_cells) + LINE;
	case HOOK_RULE_HISTOGRAM:
		return sizeof(struct hook_histogram) + LINE;
	case HOOK_RULE_INJECT:
		return sizeof(struct hook_inject) + LINE;
	default:
		return 0;
	}
}

static void begin_part(struct hook_rule *rule, const struct hook_rule *model,
		       size_t size)
{
	rule->cells = memset(aligned(rule + 1), 0, size);
	if (model->kind == HOOK_RULE_INJECT)
		*rule->inject = *model->inject;
	else if (model->kind == HOOK_RULE_HISTOGRAM)
		rule->histogram->scale = *model->scale;
}

static struct hook_rule *new_block(const struct hook_rule *model)
{
	size_t part = size_of_part(model->kind);
	struct hook_rule *rule = alloc_common(model->size);

	if (!rule)
		return NULL;
	*rule = *model;
	if (part)
		begin_part(rule, model, part - LINE);
	if (rule->tests)
		rule->test = blocks_put_tests((char *)(rule + 1) + part,
					      model->test, model->tests);
	return rule;
}

static size_t size_of_rule(const struct hook_rule *model)
{
	if (is_bare(model))
		return sizeof(struct bare);
	return sizeof(*model) + size_of_part(model->kind) +
	       blocks_tests_size(model->test, model->tests);
}

struct hook_rule *blocks_make(lua_State *L, const struct hook_rule *model)
{
	struct hook_rule sized = *model, *rule;

	sized.size = size_of_rule(model);
	limits_room(L, sized.size + gone);
	hook_lock();
	rule = is_bare(model) ? new_bare(&sized) : new_block(&sized);
	hook_unlock();
	if (!rule)
		luaL_error(L, "no memory");
	return rule;
}

void blocks_free(struct hook_rule *rule)
{
	struct bare *b = (struct bare *)rule;

	if (!is_bare(rule)) {
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
	gone += rule->size;
	hook_rule_remove(rule);
	blocks_collect();
}

int blocks_add(struct hook_rule *rule)
{
	int err = hook_rule_add(rule);

	if (err)
		gone += rule->size;
	return err;
}

void blocks_collect(void)
{
	struct hook_rule *next, *rule = hook_rules_collect();

	for (; rule; rule = next) {
		next = rule->gone;
		gone -= rule->size;
		blocks_free(rule);
	}
}
