/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* A new state gets what scripts find: Lua's libraries, zp, require. */
#include "bindings/start/open.h"

#include <lauxlib.h>
#include <lualib.h>

#include "bindings/api/environment.h"
#include "bindings/api/files.h"
#include "bindings/api/format.h"
#include "bindings/api/regs_fields.h"
#include "bindings/api/time.h"
#include "bindings/api/zp.h"
#include "bindings/interp/debug.h"
#include "bindings/interp/errors.h"
#include "bindings/interp/interp.h"
#include "bindings/interp/modules.h"

static const luaL_Reg libraries[] = {
	{LUA_GNAME, luaopen_base},	 {LUA_COLIBNAME, luaopen_coroutine},
	{LUA_TABLIBNAME, luaopen_table}, {LUA_STRLIBNAME, luaopen_string},
	{LUA_MATHLIBNAME, luaopen_math}, {LUA_UTF8LIBNAME, luaopen_utf8},
	{LUA_DBLIBNAME, debug_open},	 {NULL, NULL},
};

/* Parts in C of modules in Lua. */
static const luaL_Reg parts[] = {
	{"zpoline.clock", time_open_clock},
	{"zpoline.constants", format_open_constants},
	{"zpoline.environment", environment_open},
	{"zpoline.files", files_open},
	{"zpoline.format", format_open},
	{NULL, NULL},
};

#define REFERENCES 16

/* Tables that Lua would make, and let grow name by name. */
static void make_room(lua_State *L)
{
	lua_createtable(L, 0, 40);
	lua_rawseti(L, LUA_REGISTRYINDEX, LUA_RIDX_GLOBALS);
	lua_createtable(L, 0, 8);
	lua_setfield(L, LUA_REGISTRYINDEX, LUA_LOADED_TABLE);
}

/* References that handlers are to get stand in the registry's array: those that
 * come later would be among its names, until it grows. */
static void make_references(lua_State *L)
{
	int first = 0, last = 0;

	for (int i = 0; i < REFERENCES; i++) {
		lua_pushboolean(L, 1);
		last = luaL_ref(L, LUA_REGISTRYINDEX);
		first = first ? first : last;
	}
	for (int ref = last; ref >= first; ref--)
		luaL_unref(L, LUA_REGISTRYINDEX, ref);
}

/* A buffer of Lua's that has grown too large for the stack is an object there,
 * whose finalizer believes whoever calls it. */
#define BOX "_UBOX*"

static int check_box(lua_State *L)
{
	luaL_checkudata(L, 1, BOX);
	return interp_of(L)->empty_box(L);
}

static void guard_boxes(lua_State *L)
{
	luaL_Buffer b;

	luaL_buffinitsize(L, &b, LUAL_BUFFERSIZE + 1);
	luaL_pushresultsize(&b, 0);
	luaL_getmetatable(L, BOX);
	lua_getfield(L, -1, "__gc");
	interp_of(L)->empty_box = lua_tocfunction(L, -1);
	lua_pushcfunction(L, check_box);
	lua_setfield(L, -3, "__close");
	lua_pushcfunction(L, check_box);
	lua_setfield(L, -3, "__gc");
	lua_pop(L, 3);
}

static int open_all(lua_State *L)
{
	interp_take(L, open_all);
	make_room(L);
	for (const luaL_Reg *lib = libraries; lib->name; lib++) {
		luaL_requiref(L, lib->name, lib->func, 1);
		lua_pop(L, 1);
	}
	lua_pushcfunction(L, errors_explain);
	interp_of(L)->handler = luaL_ref(L, LUA_REGISTRYINDEX);
	guard_boxes(L);
	regs_fields_open(L);
	modules_open(L, parts);
	zp_open(L);
	make_references(L);
	return 0;
}

int open_state(lua_State *L)
{
	int err;

	lua_atpanic(L, errors_panic);
	lua_setwarnf(L, errors_warn, &interp_of(L)->warning);
	lua_gc(L, LUA_GCSTOP); /* there is no garbage yet */
	interp_give(interp_of(L), open_all, NULL);
	lua_pushcfunction(L, open_all);
	err = lua_pcall(L, 0, 0, 0);
	lua_gc(L, LUA_GCRESTART);
	/* and it is as if the collector had just found that out */
	lua_gc(L, LUA_GCSTEP, -lua_gc(L, LUA_GCCOUNT));
	return err;
}
