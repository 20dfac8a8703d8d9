/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Files of Lua, compiled: load, loadfile and dofile, of text alone.
 */
#include "bindings/interp/chunks.h"

#include <lauxlib.h>
#include <string.h>

#include "bindings/interp/interp.h"
#include "bindings/interp/script_cache.h"
#include "tables/tables.h"

/* The message on top: bytecode that no compiler of Lua's has made would break
 * the interpreter. */
static void explain_error(lua_State *L)
{
	const char *message = lua_tostring(L, -1);

	if (!message || !strstr(message, "attempt to load a binary chunk"))
		return;
	lua_pop(L, 1);
	lua_pushliteral(L, "attempt to load a binary chunk: bytecode is not "
			   "loaded, because it can break the interpreter. "
			   "Remedy: "
			   "load the source text");
}

/* A first line that begins with # is for the shell. Its line end stays, for
 * the line numbers. So do editors' marks of the encoding. */
int chunks_compile(lua_State *L, const char *path)
{
	size_t n;
	const char *text = lua_tolstring(L, -1, &n);
	size_t skip = 0;
	int err;

	if (n >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0)
		skip = 3; /* the mark of UTF-8 */
	if (skip < n && text[skip] == '#')
		while (skip < n && text[skip] != '\n')
			skip++;
	lua_pushfstring(L, "@%s", path);
	err = luaL_loadbufferx(L, text + skip, n - skip, lua_tostring(L, -1),
			       "t");
	if (err)
		explain_error(L);
	lua_replace(L, -3);
	lua_pop(L, 1);
	return err;
}

int chunks_load(lua_State *L, const char *path)
{
	long err = script_cache_read(L, path);
	const char *name;

	if (err == 0)
		return chunks_compile(L, path);
	name = tables_errno_name((int)-err);
	lua_pushfstring(L, "cannot read script '%s' (%s)", path,
			name ? name : "error");
	return -1;
}

/* Lua's load, but of text alone. */
static int load_any(lua_State *L)
{
	const char *mode = luaL_optstring(L, 3, "bt");
	int results;

	if (lua_gettop(L) < 3)
		lua_settop(L, 3);
	lua_pushstring(L, strchr(mode, 't') ? "t" : "-");
	lua_replace(L, 3);
	results = interp_of(L)->load(L);
	if (results == 2)
		explain_error(L);
	return results;
}

/* loadfile(path), dofile(path) */
static int load_chunk(lua_State *L)
{
	if (chunks_load(L, luaL_checkstring(L, 1)) == 0)
		return 1;
	lua_pushnil(L);
	lua_insert(L, -2);
	return 2;
}

static int do_chunk(lua_State *L)
{
	const char *path = luaL_checkstring(L, 1);

	lua_settop(L, 1);
	if (chunks_load(L, path))
		return lua_error(L);
	lua_call(L, 0, LUA_MULTRET);
	return lua_gettop(L) - 1;
}

void chunks_open(lua_State *L)
{
	lua_getglobal(L, "load");
	interp_of(L)->load = lua_tocfunction(L, -1);
	lua_pop(L, 1);
	lua_pushcfunction(L, load_any);
	lua_setglobal(L, "load");
	lua_pushcfunction(L, load_chunk);
	lua_setglobal(L, "loadfile");
	lua_pushcfunction(L, do_chunk);
	lua_setglobal(L, "dofile");
}
