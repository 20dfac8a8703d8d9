/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* What rules of each kind are. */
#ifndef RULE_KINDS_H
#define RULE_KINDS_H

#include "hooks/hook.h"

/* The bytes that such a rule has besides its tests: counters and the like. */
size_t rule_kinds_part(const struct hook_rule *model);

/* And of pages apart from these. */
size_t rule_kinds_mapped(const struct hook_rule *model);

/* These bytes, for a rule like the model, which has counted nothing, and the
 * pages. Returns 0, or -1: there are none. */
int rule_kinds_begin(struct hook_rule *rule, const struct hook_rule *model,
		     void *part);

/* The pages are given back. */
void rule_kinds_end(struct hook_rule *rule);

/* Does it hold for those states only that have it enabled? All others are the
 * process's. */
int rule_kinds_by_state(const struct hook_rule *rule);

/* Do they ask for the same? */
int rule_kinds_same(const struct hook_rule *a, const struct hook_rule *b);

#endif
