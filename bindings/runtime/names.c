/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * zp.errno and zp.syscalls: the tables as Lua sees them, filled in as they are
 * asked for.
 */
#include "bindings/runtime/names.h"

#include <lauxlib.h>
#include <string.h>

#include "tables/tables.h"

long names_number(lua_State *L, int index)
{
	const char *name = luaL_checkstring(L, index);
	long nr = tables_syscall_number(name);
	const char *near;

	if (nr >= 0)
		return nr;
	near = tables_syscall_nearest(name);
	if (near)
		return luaL_error(L,
				  "unknown system call '%s' (did you mean "
				  "'%s'?)",
				  name, near);
	return luaL_error(L,
			  "unknown system call '%s' (zp.syscalls has those "
			  "that "
			  "are known; a class begins with %%, as in '%%file')",
			  name);
}

/* zp.errno.EPERM -> 1, zp.errno[1] -> "EPERM" */
static int errno_index(lua_State *L)
{
	const char *name;
	int value;

	if (lua_isinteger(L, 2)) {
		name = tables_errno_name((int)lua_tointeger(L, 2));
		if (!name)
			return 0;
		lua_pushstring(L, name);
		return 1;
	}
	value = tables_errno_value(luaL_checkstring(L, 2));
	if (!value)
		return luaL_error(L, "unknown error name '%s'",
				  lua_tostring(L, 2));
	lua_pushinteger(L, value);
	return 1;
}

static void set_integer(lua_State *L, const char *name, lua_Integer value)
{
	lua_pushinteger(L, value);
	lua_setfield(L, -2, name);
}

static void set_text(lua_State *L, const char *name, const char *text)
{
	lua_pushstring(L, text);
	lua_setfield(L, -2, name);
}

/* What the call does with its argument i, into the table on top. */
static void set_role(lua_State *L, const struct tables_syscall *s, int i)
{
	struct tables_role role = tables_role(s, i);

	if (role.use == TABLES_NO_ROLE)
		return;
	if (role.use != TABLES_PATH) {
		set_text(L, "role", s->role[i]);
		return;
	}
	set_text(L, "role", "path");
	set_text(L, "effect", role.effect);
	set_text(L, "follow", role.follow);
	if (role.dfd >= 0)
		set_integer(L, "dfd", role.dfd + 1);
	if (role.flags >= 0)
		set_integer(L, "flags", role.flags + 1);
	if (role.bit)
		set_integer(L, "bit", role.bit);
}

static void set_width(lua_State *L, unsigned int width)
{
	set_integer(L, "bits", width == TABLES_64 ? 64 : 32);
	lua_pushboolean(L, width == TABLES_INT);
	lua_setfield(L, -2, "signed");
}

static void push_call(lua_State *L, long nr, const struct tables_syscall *s)
{
	lua_createtable(L, 0, 4);
	set_text(L, "name", s->name);
	set_integer(L, "nr", nr);
	lua_pushboolean(L, tables_syscall_modifies(s));
	lua_setfield(L, -2, "modifies");
	lua_createtable(L, s->nargs, 0);
	for (int i = 0; i < s->nargs; i++) {
		lua_createtable(L, 0, 10);
		set_text(L, "name", s->arg[i]);
		set_text(L, "type", s->type[i]);
		set_width(L, tables_widths(nr) >> 2 * i & 3);
		set_role(L, s, i);
		lua_rawseti(L, -2, i + 1);
	}
	lua_setfield(L, -2, "args");
}

/* zp.syscalls[k]: the entry of that name or number, nil for none */
static int syscalls_index(lua_State *L)
{
	struct tables_syscall s;
	long nr;

	luaL_checktype(L, 1, LUA_TTABLE);
	if (lua_isinteger(L, 2))
		nr = (long)lua_tointeger(L, 2);
	else
		nr = tables_syscall_number(luaL_checkstring(L, 2));
	if (nr < 0 || tables_syscall(nr, &s))
		return 0;
	push_call(L, nr, &s);
	lua_pushvalue(L, -1);
	lua_rawseti(L, 1, nr);
	lua_pushvalue(L, -1);
	lua_setfield(L, 1, s.name);
	return 1;
}

static int syscalls_next(lua_State *L)
{
	struct tables_syscall s;
	long nr = 0;

	luaL_checktype(L, 1, LUA_TTABLE);
	if (!lua_isnoneornil(L, 2)) {
		nr = (long)luaL_checkinteger(L, 2);
		luaL_argcheck(L, nr >= 0 && nr <= tables_syscall_max(), 2,
			      "no number of a system call");
		nr++;
	}
	while (nr <= tables_syscall_max() && tables_syscall(nr, &s))
		nr++;
	if (nr > tables_syscall_max())
		return 0;
	lua_pushinteger(L, nr);
	lua_geti(L, 1, nr);
	return 2;
}

/* pairs(zp.syscalls): number and entry, in order */
static int syscalls_pairs(lua_State *L)
{
	lua_pushcfunction(L, syscalls_next);
	lua_pushvalue(L, 1);
	lua_pushnil(L);
	return 3;
}

static void new_table(lua_State *L, const char *name, lua_CFunction index,
		      lua_CFunction pairs)
{
	lua_newtable(L);
	lua_createtable(L, 0, 2);
	lua_pushcfunction(L, index);
	lua_setfield(L, -2, "__index");
	if (pairs) {
		lua_pushcfunction(L, pairs);
		lua_setfield(L, -2, "__pairs");
	}
	lua_setmetatable(L, -2);
	lua_setfield(L, -2, name);
}

/* Adds errno and syscalls to the table on top. */
void names_open(lua_State *L)
{
	new_table(L, "errno", errno_index, NULL);
	new_table(L, "syscalls", syscalls_index, syscalls_pairs);
}
