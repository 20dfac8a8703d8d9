/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* The options of zp.count and zp.hist: by what is counted, and what is summed.
 */
#ifndef KEYED_H
#define KEYED_H

#include "bindings/rules/selector.h"

/* What they come to, besides struct hook_keyed. */
struct keyed_needs {
	int result; /* the call has to be done */
	int timed;
	int stacks;
};

/*
 * Are there options at index that need cells by key? A Lua error for an unknown
 * one; known is a list of those that who takes, like "by max sum".
 */
int keyed_is_wanted(lua_State *L, int index, const char *who,
		    const char *known);

/* Read them, or a Lua error. histogram: for zp.hist. Calls of a class that have
 * nothing to be counted by are no more selected. */
void keyed_read(lua_State *L, int index, const char *who,
		struct selection *selection, int histogram,
		struct hook_keyed *keyed, struct keyed_needs *needs);

/* The option max of the table at index, or that default: the number of cells.
 */
uint32_t keyed_read_max(lua_State *L, int index, const char *who,
			uint32_t otherwise);

#endif
