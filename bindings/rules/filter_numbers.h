/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Tests of numbers. Each function reads the value on top of L, which it leaves
 * there, into a test, or raises a Lua error.
 */
#ifndef FILTER_NUMBERS_H
#define FILTER_NUMBERS_H

#include "bindings/rules/filter_context.h"

/* "<3", "1..7", {1, 2}; for HOOK_TOOK durations, "<3ms". */
void filter_numbers_read(lua_State *L, const struct filter_context *m,
			 struct hook_test *test);

/* The same for a test whose width is known by now: is there a number of that
 * width for which it holds? */
int filter_numbers_can_hold(const struct hook_test *test);

#endif
