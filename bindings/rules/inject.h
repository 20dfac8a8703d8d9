/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Injections. */
#ifndef INJECT_H
#define INJECT_H

#include <lua.h>

/* zp.inject into the table on top. */
void inject_open(lua_State *L);

#endif
