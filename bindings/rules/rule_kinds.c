/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * What each kind of rule has of its own: counters, a histogram, what is
 * injected. Hooks' rules have their tests only.
 */
#include "bindings/rules/rule_kinds.h"

#include <string.h>

#include "bindings/rules/filter_tests.h"

static void begin_histogram(struct hook_rule *rule,
			    const struct hook_rule *model)
{
	rule->histogram->scale = *model->scale;
}

static int is_same_histogram(const struct hook_rule *a,
			     const struct hook_rule *b)
{
	return a->scale->low == b->scale->low &&
	       a->scale->step == b->scale->step;
}

static void begin_inject(struct hook_rule *rule, const struct hook_rule *model)
{
	*rule->inject = *model->inject;
}

static int is_same_inject(const struct hook_rule *one,
			  const struct hook_rule *other)
{
	const struct hook_inject *a = one->inject, *b = other->inject;

	return a->answers == b->answers && a->signal == b->signal &&
	       a->per_thread == b->per_thread && a->result == b->result &&
	       a->enter_ns == b->enter_ns && a->exit_ns == b->exit_ns &&
	       a->first == b->first && a->last == b->last &&
	       a->step == b->step && a->chance == b->chance;
}

static const struct kind {
	size_t part; /* bytes */
	void (*begin)(struct hook_rule *rule, const struct hook_rule *model);
	int (*is_same)(const struct hook_rule *a, const struct hook_rule *b);
	int by_state;
} kinds[] = {
	[HOOK_RULE_FILTER] = {.by_state = 1},
	[HOOK_RULE_RESULT] = {.by_state = 1},
	[HOOK_RULE_TIMED] = {0},
	[HOOK_RULE_COUNT] = {.part = sizeof(struct hook_cells)},
	[HOOK_RULE_HISTOGRAM] = {.part = sizeof(struct hook_histogram),
				 .begin = begin_histogram,
				 .is_same = is_same_histogram},
	[HOOK_RULE_INJECT] = {.part = sizeof(struct hook_inject),
			      .begin = begin_inject,
			      .is_same = is_same_inject},
};

size_t rule_kinds_part(const struct hook_rule *model)
{
	return kinds[model->kind].part;
}

void rule_kinds_begin(struct hook_rule *rule, const struct hook_rule *model,
		      void *part)
{
	const struct kind *kind = &kinds[model->kind];

	if (!kind->part)
		return;
	rule->cells = memset(part, 0, kind->part);
	if (kind->begin)
		kind->begin(rule, model);
}

int rule_kinds_by_state(const struct hook_rule *rule)
{
	return kinds[rule->kind].by_state;
}

int rule_kinds_same(const struct hook_rule *a, const struct hook_rule *b)
{
	int (*is_same)(const struct hook_rule *a, const struct hook_rule *b) =
		kinds[a->kind].is_same;

	return a->kind == b->kind && a->tests == b->tests &&
	       a->covered == b->covered &&
	       memcmp(a->numbers, b->numbers, sizeof(a->numbers)) == 0 &&
	       filter_tests_same(a->test, b->test, a->tests) &&
	       (!is_same || is_same(a, b));
}
