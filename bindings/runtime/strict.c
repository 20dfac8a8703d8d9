/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Our tables and handles answer for names that they have not, and for what is
 * assigned to their fields: an error that says what there is, where plain Lua
 * would say "a nil value" a line later.
 */
#include "bindings/runtime/strict.h"

#include <lauxlib.h>
#include <string.h>

#include "tables/tables.h"

#define NEAR 3 /* letters that may differ, and one less */

/* The name in the table at index that differs least from key, or NULL. */
static const char *find_nearest(lua_State *L, int index, const char *key)
{
	const char *found = NULL;
	int best = NEAR;

	if (!lua_istable(L, index))
		return NULL;
	lua_pushnil(L);
	while (lua_next(L, index)) {
		const char *name = lua_type(L, -2) == LUA_TSTRING
					   ? lua_tostring(L, -2)
					   : NULL;
		int d = name ? tables_distance(key, name) : NEAR;

		if (d < best) {
			best = d;
			found = name;
		}
		lua_pop(L, 1);
	}
	return found;
}

int strict_unknown(lua_State *L, const char *who, const char *known)
{
	const char *key = luaL_tolstring(L, 2, NULL);
	const char *near = find_nearest(L, 1, key);

	if (near)
		return luaL_error(L, "%s has no '%s' (did you mean '%s'?)", who,
				  key, near);
	if (known)
		return luaL_error(L, "%s has no '%s' (%s are known)", who, key,
				  known);
	return luaL_error(L, "%s has no '%s' (docs/api.md says what there is)",
			  who, key);
}

static int refuse_unknown(lua_State *L)
{
	return strict_unknown(L, lua_tostring(L, lua_upvalueindex(1)),
			      lua_tostring(L, lua_upvalueindex(2)));
}

void strict_make(lua_State *L, const char *who, const char *known)
{
	lua_createtable(L, 0, 1);
	lua_pushstring(L, who);
	lua_pushstring(L, known);
	lua_pushcclosure(L, refuse_unknown, 2);
	lua_setfield(L, -2, "__index");
	lua_setmetatable(L, -2);
}

void strict_type(lua_State *L, const char *name, void (*fill)(lua_State *L))
{
	if (luaL_getmetatable(L, name) != LUA_TNIL)
		return;
	lua_pop(L, 1);
	lua_createtable(L, 0, 4);
	lua_pushstring(L, name);
	lua_setfield(L, -2, "__name");
	fill(L);
	lua_pushvalue(L, -1);
	lua_setfield(L, LUA_REGISTRYINDEX, name);
}

static int refuse_change(lua_State *L)
{
	return luaL_error(L, "%s: '%s' cannot be set; methods change it",
			  lua_tostring(L, lua_upvalueindex(1)),
			  luaL_tolstring(L, 2, NULL));
}

void strict_fixed(lua_State *L, const char *who)
{
	lua_pushstring(L, who);
	lua_pushcclosure(L, refuse_change, 1);
	lua_setfield(L, -2, "__newindex");
}

/* "a, b and c" */
static void push_names(lua_State *L, const luaL_Reg *methods)
{
	luaL_Buffer names;

	luaL_buffinit(L, &names);
	for (const luaL_Reg *m = methods; m->name; m++) {
		if (m != methods)
			luaL_addstring(&names, m[1].name ? ", " : " and ");
		luaL_addstring(&names, m->name);
	}
	luaL_pushresult(&names);
}

void strict_methods(lua_State *L, const char *type, const char *who,
		    const luaL_Reg *methods)
{
	strict_fixed(L, who);
	push_names(L, methods);
	lua_newtable(L);
	luaL_setfuncs(L, methods, 0);
	strict_make(L, who, lua_tostring(L, -2));
	lua_setfield(L, -3, "__index");
	lua_pop(L, 1);
	lua_pushstring(L, type);
	lua_setfield(L, -2, "__metatable");
}
