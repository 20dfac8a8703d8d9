/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * What each kind of rule has of its own: counters, a histogram, what is
 * injected. Hooks' rules have their tests only.
 */
#include "bindings/rules/rule_kinds.h"

#include <string.h>

#include "bindings/rules/filter_tests.h"
#include "tables/call_counts.h"

static int begin_histogram(struct hook_rule *rule,
			   const struct hook_rule *model)
{
	rule->histogram->scale = *model->scale;
	return 0;
}

static int is_same_histogram(const struct hook_rule *a,
			     const struct hook_rule *b)
{
	return a->scale->low == b->scale->low &&
	       a->scale->step == b->scale->step;
}

static int begin_inject(struct hook_rule *rule, const struct hook_rule *model)
{
	*rule->inject = *model->inject;
	return 0;
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

/* --- counts by key ---------------------------------------------------------
 */

static size_t mapped_keyed(const struct hook_rule *model)
{
	return page_up(cells_size(&model->keyed->shape));
}

static int begin_keyed(struct hook_rule *rule, const struct hook_rule *model)
{
	struct hook_keyed *keyed = rule->keyed;

	*keyed = *model->keyed;
	keyed->cells = keyed->is_shared ? hook_map_shared(rule->mapped)
					: hook_map(rule->mapped);
	if (!keyed->cells)
		return -1;
	cells_begin(keyed->cells, &keyed->shape);
	return 0;
}

static void end_keyed(struct hook_rule *rule)
{
	if (rule->keyed->cells)
		hook_unmap(rule->keyed->cells, rule->mapped);
}

static int is_same_keyed(const struct hook_rule *one,
			 const struct hook_rule *other)
{
	struct hook_keyed a = *one->keyed, b = *other->keyed;

	a.cells = b.cells = NULL;
	return memcmp(&a, &b, sizeof(a)) == 0;
}

/* --- counts by number ------------------------------------------------------
 */

static size_t mapped_stats(const struct hook_rule *model)
{
	(void)model;
	return page_up(sizeof(struct call_counts));
}

static int begin_stats(struct hook_rule *rule, const struct hook_rule *model)
{
	struct hook_stats *stats = rule->stats;

	*stats = *model->stats;
	stats->counts =
		stats->file[0]
			? hook_map_file(stats->file, sizeof(struct call_counts))
			: hook_map(rule->mapped);
	return stats->counts ? 0 : -1;
}

static void end_stats(struct hook_rule *rule)
{
	if (rule->stats->counts)
		hook_unmap(rule->stats->counts, rule->mapped);
}

static int is_same_stats(const struct hook_rule *a, const struct hook_rule *b)
{
	return strcmp(a->stats->file, b->stats->file) == 0;
}

/* --- lines -----------------------------------------------------------------
 */

static int begin_trace(struct hook_rule *rule, const struct hook_rule *model)
{
	*rule->trace = *model->trace;
	return 0;
}

static int is_same_trace(const struct hook_rule *a, const struct hook_rule *b)
{
	return memcmp(a->trace, b->trace, sizeof(*a->trace)) == 0;
}

/* --- all -------------------------------------------------------------------
 */

#define KEYED                                                                  \
	{                                                                      \
		.part = sizeof(struct hook_keyed), .mapped = mapped_keyed,     \
		.begin = begin_keyed, .end = end_keyed,                        \
		.is_same = is_same_keyed                                       \
	}

static const struct kind {
	size_t part; /* bytes */
	size_t (*mapped)(const struct hook_rule *model);
	int (*begin)(struct hook_rule *rule, const struct hook_rule *model);
	void (*end)(struct hook_rule *rule);
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
	[HOOK_RULE_CELLS] = KEYED,
	[HOOK_RULE_CELLS_RESULT] = KEYED,
	[HOOK_RULE_STATS] = {.part = sizeof(struct hook_stats),
			     .mapped = mapped_stats,
			     .begin = begin_stats,
			     .end = end_stats,
			     .is_same = is_same_stats},
	[HOOK_RULE_TRACE] = {.part = sizeof(struct hook_trace),
			     .begin = begin_trace,
			     .is_same = is_same_trace},
};

size_t rule_kinds_part(const struct hook_rule *model)
{
	return kinds[model->kind].part;
}

size_t rule_kinds_mapped(const struct hook_rule *model)
{
	const struct kind *kind = &kinds[model->kind];

	return kind->mapped ? kind->mapped(model) : 0;
}

int rule_kinds_begin(struct hook_rule *rule, const struct hook_rule *model,
		     void *part)
{
	const struct kind *kind = &kinds[model->kind];

	if (!kind->part)
		return 0;
	rule->cells = memset(part, 0, kind->part);
	return kind->begin ? kind->begin(rule, model) : 0;
}

void rule_kinds_end(struct hook_rule *rule)
{
	if (kinds[rule->kind].end)
		kinds[rule->kind].end(rule);
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
	       a->results == b->results && a->covered == b->covered &&
	       a->timed == b->timed &&
	       memcmp(a->numbers, b->numbers, sizeof(a->numbers)) == 0 &&
	       filter_tests_same(a->test, b->test, a->tests + a->results) &&
	       (!is_same || is_same(a, b));
}
