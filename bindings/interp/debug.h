/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* The debug library, as far as it is safe. */
#ifndef DEBUG_H
#define DEBUG_H

#include <lua.h>

/* Push it. */
int debug_open(lua_State *L);

/* For those that make system calls, before they do: a Lua error in a hook of
 * debug.sethook. */
void debug_check_call(lua_State *L, const char *who);

#endif
