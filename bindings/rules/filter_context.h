/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * A filter in the making: the parts of filters.c. Each function reads the value
 * on top of L, which it leaves there, into a test, or raises a Lua error.
 */
#ifndef FILTER_CONTEXT_H
#define FILTER_CONTEXT_H

#include "bindings/interp/interp.h"

#define LIST_MAX 64 /* values of one test */

/* Where a test is in the making: names for messages. */
struct making {
	const char *who; /* "zp.hook" */
	const char *key;
	const struct selection *selection;
	int parts; /* a table on the stack that keeps what tests lead to */
};

/* Memory that stays as long as that table. */
void *making_keep(lua_State *L, const struct making *m, size_t size);
/* So does the value on top, which is popped. */
void making_anchor(lua_State *L, const struct making *m);

/* filter_numbers.c: "<3", "1..7", {1, 2}; for HOOK_TOOK durations, "<3ms". */
void filter_numbers_read(lua_State *L, const struct making *m,
			 struct hook_test *test);
/* The same for a test whose width is known by now: is there a number of that
 * width for which it holds? */
int filter_numbers_can_hold(const struct hook_test *test);

/* filter_strings.c: patterns. Of a path, which they may name as an absolute
 * one, the test is told how the selected calls take it. */
void filter_strings_read(lua_State *L, const struct making *m,
			 struct hook_test *test);

/* The same: patterns of addresses (address_pattern.lua). */
void filter_peers_read(lua_State *L, const struct making *m,
		       struct hook_test *test);

#endif
