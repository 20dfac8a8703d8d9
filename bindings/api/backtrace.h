/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* The program's functions at a call. */
#ifndef BACKTRACE_H
#define BACKTRACE_H

#include <lua.h>

/* zp.backtrace into the table on top. */
void backtrace_open(lua_State *L);

#endif
