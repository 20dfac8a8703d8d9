/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* The table zp, as docs/api.md has it. */
#ifndef ZP_H
#define ZP_H

#include <lua.h>

/* In a new state: zp, a global and require "zpoline"; and the global print. */
void zp_open(lua_State *L);

#endif
