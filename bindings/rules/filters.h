/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Filters of scripts: tests of arguments, results and the caller. */
#ifndef FILTERS_H
#define FILTERS_H

#include "bindings/rules/selector.h"

/* A table of tests, read. */
#define FILTERS_MAX 8
struct filters {
	struct hook_test test[FILTERS_MAX], ret[FILTERS_MAX];
	int timed; /* a test of ret asks how long the call took */
	size_t count, rets;
};

/* The table at index, for the function who, or a Lua error. What it leads to is
 * kept by a table that is pushed. */
void filters_read(lua_State *L, int index, const char *who,
		  const struct selection *selection, struct filters *f);

/* A model of a rule for them; f is to stay as long. */
void filters_model(struct hook_rule *model, enum hook_rule_kind kind,
		   const struct selection *selection, const struct filters *f);

/* The same for a rule that looks at calls that are done: with the tests of ret,
 * which are put behind the others. */
void filters_model_results(struct hook_rule *model, enum hook_rule_kind kind,
			   const struct selection *selection,
			   struct filters *f);

#endif
