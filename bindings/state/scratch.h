/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Memory that lasts as long as a call. In a handler. */
#ifndef SCRATCH_H
#define SCRATCH_H

#include "bindings/interp/interp.h"

/* A copy with a NUL behind it, or a Lua error. */
void *scratch_put(lua_State *L, struct level *level, const char *bytes,
		  size_t n);

/* The level has another call: what the last one had is forgotten. */
void scratch_release(struct level *level);

#endif
