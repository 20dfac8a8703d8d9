/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* require, and what it finds. At start or in a hook. */
#ifndef MODULES_H
#define MODULES_H

#include <lauxlib.h>
#include <lua.h>

/* In a new state; parts in C of modules that are ours, by name. */
void modules_open(lua_State *L, const luaL_Reg *parts);

/* Where require looks first: the folder of this script. */
void modules_script_folder(lua_State *L, const char *script);

/* ZPOLINE_PATH, may be NULL. */
void modules_path(lua_State *L, const char *path);

/* What require(name) returns: the value on top, popped. */
void modules_set(lua_State *L, const char *name);

/* Push require(name). */
void modules_require(lua_State *L, const char *name);

#endif
