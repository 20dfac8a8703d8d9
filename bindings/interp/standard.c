/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * The names that our own modules find: Lua's libraries as they are, whatever a
 * script has put in their places. They are opened once more when the first such
 * module is loaded, with another table for globals meanwhile.
 */
#include "bindings/interp/standard.h"

#include <lauxlib.h>
#include <lualib.h>

#include "bindings/interp/interp.h"
#include "bindings/interp/registry.h"

static const luaL_Reg libraries[] = {
	{LUA_TABLIBNAME, luaopen_table},
	{LUA_STRLIBNAME, luaopen_string},
	{LUA_MATHLIBNAME, luaopen_math},
	{LUA_UTF8LIBNAME, luaopen_utf8},
	{LUA_DBLIBNAME, luaopen_debug},
	{LUA_COLIBNAME, luaopen_coroutine},
	{NULL, NULL},
};

/* Runs protected, the new table being that of globals. */
static int open_libraries(lua_State *L)
{
	interp_take(L, open_libraries);
	luaL_checkstack(L, 16, "libraries");
	luaopen_base(L);
	for (const luaL_Reg *lib = libraries; lib->name; lib++) {
		lua_pushcfunction(L, lib->func);
		lua_call(L, 0, 1);
		lua_setfield(L, 1, lib->name);
	}
	return 0;
}

/* The table on top becomes that of globals; popped. */
static void set_globals(lua_State *L)
{
	lua_rawseti(L, LUA_REGISTRYINDEX, LUA_RIDX_GLOBALS);
}

/* Into the table on top. Methods of strings stay the script's. */
static void reopen_libraries(lua_State *L)
{
	int names = lua_gettop(L), status;

	lua_pushglobaltable(L);
	lua_pushliteral(L, "");
	if (!lua_getmetatable(L, -1))
		lua_pushnil(L);
	lua_pushvalue(L, names);
	set_globals(L);
	interp_give(interp_of(L), open_libraries, NULL);
	lua_pushcfunction(L, open_libraries);
	status = lua_pcall(L, 0, 0, 0);
	lua_pushvalue(L, names + 1);
	set_globals(L);
	lua_pushvalue(L, names + 3);
	lua_setmetatable(L, names + 2);
	if (status != LUA_OK)
		lua_error(L);
	lua_settop(L, names);
}

void standard_push(lua_State *L, void (*fill)(lua_State *L))
{
	luaL_checkstack(L, 16, "libraries");
	if (lua_rawgeti(L, LUA_REGISTRYINDEX, REGISTRY_STANDARD) == LUA_TTABLE)
		return;
	lua_pop(L, 1);
	lua_createtable(L, 0, 40);
	reopen_libraries(L);
	fill(L);
	lua_pushvalue(L, -1);
	lua_rawseti(L, LUA_REGISTRYINDEX, REGISTRY_STANDARD);
}
