/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Calls that a script makes past the hooks. */
#ifndef RAW_CALLS_H
#define RAW_CALLS_H

#include <lua.h>

/* zp.syscall and zp.raw_syscall into the table on top. */
void raw_calls_open(lua_State *L);

#endif
