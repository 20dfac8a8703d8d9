/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Lua code in files. At start or in a hook. */
#ifndef CHUNKS_H
#define CHUNKS_H

#include <lua.h>

/* Push the compiled file; on failure push a message and return nonzero. */
int chunks_load(lua_State *L, const char *path);

/* The text on top, which that file has, is replaced by the function, or the
 * message, and an error of Lua's is returned. */
int chunks_compile(lua_State *L, const char *path);

/* In a new state: load, loadfile, dofile. */
void chunks_open(lua_State *L);

#endif
