/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Which system calls a script means. */
#ifndef SELECTOR_H
#define SELECTOR_H

#include <lua.h>

#include "hooks/hook.h"

/* What a selector means. */
struct selection {
	uint64_t numbers[HOOK_WORDS];
	int exact; /* by names and numbers alone */
};

/* The selector at index, or a Lua error. */
void selector_read(lua_State *L, int index, struct selection *s);

#endif
