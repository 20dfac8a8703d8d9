/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Names of system calls and errors, for scripts. */
#ifndef NAMES_H
#define NAMES_H

#include <lua.h>

/* zp.errno and zp.syscalls into the table on top. */
void names_open(lua_State *L);

/* Number for the name at index, or a Lua error that suggests the nearest. */
long names_number(lua_State *L, int index);

#endif
