/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* zp.hook, and the handles that it returns. */
#ifndef HOOK_HANDLE_H
#define HOOK_HANDLE_H

#include <lua.h>

/* In a new state: zp.hook into the table on top. */
void hook_handle_open(lua_State *L);

#endif
