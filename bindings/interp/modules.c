/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * require for pure Lua: built-in modules, the script's folder, ZPOLINE_PATH. It
 * works inside a handler too.
 */
#include "bindings/interp/modules.h"

#include <lualib.h>
#include <string.h>

#include "bindings/interp/chunks.h"
#include "bindings/interp/interp.h"
#include "bindings/interp/print.h"
#include "bindings/interp/registry.h"
#include "bindings/interp/script_cache.h"
#include "bindings/interp/standard.h"
#include "bindings/runtime/builtin.h"

/* --- require ----------------------------------------------------------- */

void modules_script_folder(lua_State *L, const char *script)
{
	const char *slash = strrchr(script, '/');

	lua_rawgeti(L, LUA_REGISTRYINDEX, REGISTRY_FOLDERS);
	if (slash)
		lua_pushlstring(L, script, (size_t)(slash - script) + 1);
	else
		lua_pushliteral(L, "");
	lua_rawseti(L, -2, (lua_Integer)lua_rawlen(L, -2) + 1);
	lua_pop(L, 1);
}

void modules_path(lua_State *L, const char *path)
{
	lua_pushstring(L, path ? path : "");
	lua_rawseti(L, LUA_REGISTRYINDEX, REGISTRY_PATH);
}

void modules_set(lua_State *L, const char *name)
{
	lua_rawgeti(L, LUA_REGISTRYINDEX, REGISTRY_LOADED);
	lua_insert(L, -2);
	lua_setfield(L, -2, name);
	lua_pop(L, 1);
}

static int require_module(lua_State *L);

/* What our own modules find besides Lua's libraries, into the table on top. */
static void fill_names(lua_State *L)
{
	print_push(L);
	lua_setfield(L, -2, "print");
	modules_require(L, "zpoline");
	lua_setfield(L, -2, "zp");
	lua_pushcfunction(L, require_module);
	lua_setfield(L, -2, "require");
}

static int load_builtin(lua_State *L, const char *name)
{
	if (interp_method(L, interp_of(L)->parts, name))
		return 1;
	for (const struct builtin *b = builtin_modules; b->name; b++) {
		if (strcmp(b->name, name) != 0)
			continue;
		lua_pushfstring(L, "=%s", name);
		if (luaL_loadbufferx(L, b->code, (size_t)(b->end - b->code),
				     lua_tostring(L, -1), "b"))
			lua_error(L);
		lua_remove(L, -2);
		standard_push(L, fill_names);
		lua_setupvalue(L, -2, 1); /* _ENV */
		return 1;
	}
	return 0;
}

/* folder .. name (dots become slashes) .. tail; the function when such a file
 * is there, an error when it does not compile. */
static int load_file(lua_State *L, const char *folder, const char *name,
		     const char *tail)
{
	const char *path;
	long err;

	path = luaL_gsub(L, name, ".", "/");
	path = lua_pushfstring(L, "%s%s%s", folder, path, tail);
	err = script_cache_read(L, path);
	if (err == 0) {
		if (chunks_compile(L, path))
			return lua_error(L);
		return 1;
	}
	return 0;
}

static int load_from(lua_State *L, const char *folder, const char *name)
{
	return load_file(L, folder, name, ".lua") ||
	       load_file(L, folder, name, "/init.lua");
}

static int load_script_folders(lua_State *L, const char *name)
{
	lua_Integer n;
	int folders;

	lua_rawgeti(L, LUA_REGISTRYINDEX, REGISTRY_FOLDERS);
	folders = lua_gettop(L);
	n = (lua_Integer)lua_rawlen(L, folders);
	/* the script that asks was added last, as a rule */
	for (lua_Integer i = n; i >= 1; i--) {
		lua_rawgeti(L, folders, i);
		if (load_from(L, lua_tostring(L, -1), name))
			return 1;
	}
	return 0;
}

static int load_path(lua_State *L, const char *name)
{
	const char *p;

	lua_rawgeti(L, LUA_REGISTRYINDEX, REGISTRY_PATH);
	for (p = lua_tostring(L, -1); *p; p += *p == ':') {
		size_t n = strcspn(p, ":");

		lua_pushlstring(L, p, n);
		lua_pushliteral(L, "/");
		lua_concat(L, 2);
		if (n && load_from(L, lua_tostring(L, -1), name))
			return 1;
		p += n;
	}
	return 0;
}

static int require_module(lua_State *L)
{
	const char *name = luaL_checkstring(L, 1);

	lua_settop(L, 1);
	lua_rawgeti(L, LUA_REGISTRYINDEX, REGISTRY_LOADED);
	if (lua_getfield(L, 2, name) != LUA_TNIL)
		return 1;
	lua_pop(L, 1);
	luaL_checkstack(L, 64, "require");
	if (!load_builtin(L, name) && !load_script_folders(L, name) &&
	    !load_path(L, name))
		return luaL_error(L,
				  "module '%s' not found: only modules written "
				  "in Lua can be loaded: C modules would use "
				  "libc inside a system call; looked in the "
				  "script's folder, ZPOLINE_PATH and the "
				  "built-in modules",
				  name);
	lua_pushvalue(L, 1);
	lua_call(L, 1, 1);
	if (lua_isnil(L, -1)) {
		lua_pop(L, 1);
		lua_pushboolean(L, 1);
	}
	lua_pushvalue(L, -1);
	lua_setfield(L, 2, name);
	return 1;
}

void modules_require(lua_State *L, const char *name)
{
	lua_pushcfunction(L, require_module);
	lua_pushstring(L, name);
	lua_call(L, 1, 1);
}

/* --- io and os, which load when they are first looked at -------------------
 */

/* Upvalue 1: the module. It goes into the table, where it does not hide what a
 * script has put there. */
static void fill_table(lua_State *L)
{
	luaL_checktype(L, 1, LUA_TTABLE);
	luaL_checkstack(L, 16, "module");
	lua_pushnil(L);
	lua_setmetatable(L, 1);
	modules_require(L, lua_tostring(L, lua_upvalueindex(1)));
	for (lua_pushnil(L); lua_next(L, -2); lua_pop(L, 2)) {
		lua_pushvalue(L, -2);
		if (lua_rawget(L, 1) != LUA_TNIL)
			continue;
		lua_pushvalue(L, -3);
		lua_pushvalue(L, -3);
		lua_rawset(L, 1);
	}
	lua_pop(L, 1);
}

static int fill_index(lua_State *L)
{
	fill_table(L);
	lua_pushvalue(L, 2);
	lua_rawget(L, 1);
	return 1;
}

/* Lua's next: the global one may be another. */
static int push_next(lua_State *L)
{
	luaL_checktype(L, 1, LUA_TTABLE);
	lua_settop(L, 2);
	if (lua_next(L, 1))
		return 2;
	lua_pushnil(L);
	return 1;
}

static int fill_pairs(lua_State *L)
{
	fill_table(L);
	lua_pushcfunction(L, push_next);
	lua_pushvalue(L, 1);
	return 2;
}

static void open_lazily(lua_State *L, const char *name, const char *module)
{
	lua_newtable(L);
	lua_createtable(L, 0, 2);
	lua_pushstring(L, module);
	lua_pushvalue(L, -1);
	lua_pushcclosure(L, fill_index, 1);
	lua_setfield(L, -3, "__index");
	lua_pushcclosure(L, fill_pairs, 1);
	lua_setfield(L, -2, "__pairs");
	lua_setmetatable(L, -2);
	lua_pushvalue(L, -1);
	modules_set(L, name);
	lua_setglobal(L, name);
}

void modules_open(lua_State *L, const luaL_Reg *parts)
{
	static const char *const standard[] = {
		LUA_GNAME,	LUA_COLIBNAME,	 LUA_TABLIBNAME,
		LUA_STRLIBNAME, LUA_MATHLIBNAME, LUA_UTF8LIBNAME,
		LUA_DBLIBNAME,
	};

	interp_of(L)->parts = parts;
	lua_createtable(L, 0, 16);
	lua_rawseti(L, LUA_REGISTRYINDEX, REGISTRY_LOADED);
	lua_newtable(L);
	lua_rawseti(L, LUA_REGISTRYINDEX, REGISTRY_FOLDERS);
	modules_path(L, NULL);
	for (size_t i = 0; i < sizeof(standard) / sizeof(standard[0]); i++) {
		lua_getglobal(L, standard[i]);
		modules_set(L, standard[i]);
	}
	open_lazily(L, LUA_IOLIBNAME, "zpoline.io");
	open_lazily(L, LUA_OSLIBNAME, "zpoline.os");
	lua_pushcfunction(L, require_module);
	lua_setglobal(L, "require");
	chunks_open(L);
}
