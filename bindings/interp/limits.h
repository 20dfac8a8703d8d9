/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* The budget of instructions, and the cap on memory. In a hook. */
#ifndef LIMITS_H
#define LIMITS_H

#include "bindings/interp/interp.h"

/* From here on the instructions of L are counted. */
void limits_count(struct level *level, lua_State *L);

/* The handlers of one call, or of an event, begin to run in L. */
static inline void limits_begin(struct level *level, lua_State *L)
{
	/* counting makes each instruction dearer */
	if (__builtin_expect(level->in->budget != 0, 0))
		limits_count(level, L);
}

/* One of them failed; others may follow. */
void limits_failed(lua_State *L);

/* L counts from here on in place of what it was hooked for. */
void limits_count_on(lua_State *L);

/* A Lua error if there is no room for so much more beside Lua's own memory. */
void limits_room(lua_State *L, size_t size);

#endif
