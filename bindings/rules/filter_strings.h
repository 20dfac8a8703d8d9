/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Tests of strings. Each function reads the value on top of L, which it leaves
 * there, into a test, or raises a Lua error.
 */
#ifndef FILTER_STRINGS_H
#define FILTER_STRINGS_H

#include "bindings/rules/filter_context.h"

/* Patterns. Of a path, which they may name as an absolute one, the test is told
 * how the selected calls take it. */
void filter_strings_read(lua_State *L, const struct filter_context *m,
			 struct hook_test *test);

/* Patterns of addresses (address_pattern.lua). */
void filter_strings_read_peers(lua_State *L, const struct filter_context *m,
			       struct hook_test *test);

#endif
