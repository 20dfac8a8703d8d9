/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Counts by key, and maps. */
#ifndef KEYED_HANDLE_H
#define KEYED_HANDLE_H

#include <lua.h>

#include "bindings/counts/keyed.h"
#include "bindings/rules/filters.h"

/*
 * Push the handle of a rule that counts by key, in force from now on, with the
 * options at index. histogram: zp.hist's. Or a Lua error.
 */
void keyed_handle_push(lua_State *L, int index, const char *who, int histogram,
		       struct selection *selection, struct filters *filters,
		       const struct hook_scale *scale);

/* zp.map into the table on top. */
void keyed_handle_open(lua_State *L);

#endif
