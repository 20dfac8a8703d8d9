/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* What happens to names that are not there. In any state. */
#ifndef STRICT_H
#define STRICT_H

#include <lauxlib.h>
#include <lua.h>

/* An unknown name in the table on top is an error from now on; known: those
 * there are, or NULL. */
void strict_make(lua_State *L, const char *who, const char *known);

/* That error, in an __index function. */
int strict_unknown(lua_State *L, const char *who, const char *known);

/* Push the metatable of that name; when the first object of its kind is made,
 * fill puts into the table on top what belongs there. */
void strict_type(lua_State *L, const char *name, void (*fill)(lua_State *L));

/* In fill: an object of the type has these methods, in the order of their
 * names, and nothing else. */
void strict_methods(lua_State *L, const char *type, const char *who,
		    const luaL_Reg *methods);

/* Nothing can be assigned to what has the metatable on top. */
void strict_fixed(lua_State *L, const char *who);

#endif
