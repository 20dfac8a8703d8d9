/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Lua's libraries as they were, for our own modules. */
#ifndef STANDARD_H
#define STANDARD_H

#include <lua.h>

/* Push the table of names that our own modules find; when it is made, fill puts
 * into it, on top, what else belongs there. */
void standard_push(lua_State *L, void (*fill)(lua_State *L));

#endif
