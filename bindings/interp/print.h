/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Lines of scripts in the log. */
#ifndef PRINT_H
#define PRINT_H

#include <lua.h>

/* The string at index and a line end, in one write. */
void print_line(lua_State *L, int index);

/* Push the function print. */
void print_push(lua_State *L);

#endif
