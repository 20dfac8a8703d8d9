/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Cells as Lua values. In any state. */
#ifndef CELL_ROWS_H
#define CELL_ROWS_H

#include <lua.h>

#include "hooks/hook.h"

/*
 * Push a list of all cells that have counted: { key = { part, ... }, calls =,
 * errors =, ret =, took =, buckets = { [i] = n, ... }, last = { ... } }, and
 * the one of all others, or nil.
 */
void cell_rows_push(lua_State *L, const struct hook_keyed *keyed);

/* Push that of one cell; nil: it has not counted. */
void cell_rows_push_one(lua_State *L, const struct hook_keyed *keyed,
			uint32_t cell, const struct cells_key *key);

/* The value at index, a part or a list of parts, as a key; or a Lua error. */
void cell_rows_read_key(lua_State *L, int index, const char *who,
			const struct hook_keyed *keyed, struct cells_key *key);

#endif
