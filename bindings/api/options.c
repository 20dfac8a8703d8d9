/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* zp.options: limits, and what becomes of errors and of states. */
#include "bindings/api/options.h"

#include <lauxlib.h>
#include <limits.h>
#include <string.h>

#include "bindings/interp/interp.h"
#include "bindings/interp/limits.h"
#include "bindings/runtime/alloc.h"
#include "bindings/state/states.h"

/* The value is the first of two words, or the second. */
static int read_word(lua_State *L, const char *name, const char *word0,
		     const char *word1)
{
	const char *word = lua_type(L, -1) == LUA_TSTRING ? lua_tostring(L, -1)
							  : "";

	if (strcmp(word, word0) != 0 && strcmp(word, word1) != 0)
		luaL_error(L, "zp.options: %s is '%s' or '%s'", name, word0,
			   word1);
	return strcmp(word, word1) == 0;
}

static void set_on_error(lua_State *L)
{
	interp_of(L)->abort_on_error =
		read_word(L, "on_error", "warn", "abort");
}

static void set_state(lua_State *L)
{
	if (!states_set_own(read_word(L, "state", "shared", "thread")))
		luaL_error(L, "zp.options: state cannot be changed any more: "
			      "set it while the program starts, or by "
			      "ZPOLINE_STATE");
}

static lua_Integer read_positive(lua_State *L, const char *name,
				 const char *unit, lua_Integer max)
{
	int is_integer;
	lua_Integer n = lua_tointegerx(L, -1, &is_integer);

	if (!is_integer || n < 1 || n > max)
		luaL_error(L, "zp.options: %s is a number of %s from 1 to %I",
			   name, unit, max);
	return n;
}

static void set_budget(lua_State *L)
{
	if (lua_isboolean(L, -1) && !lua_toboolean(L, -1))
		interp_of(L)->budget = 0;
	else
		interp_of(L)->budget = (int)read_positive(
			L, "budget", "Lua instructions", INT_MAX);
	/* for coroutines that the script makes while it is loaded */
	if (interp_of(L)->budget && !interp_of(L)->current)
		limits_count_on(L);
}

static void set_memory(lua_State *L)
{
	interp_of(L)->heap.limit =
		(size_t)read_positive(L, "memory", "MiB", 1 << 20) * MEBIBYTE;
}

static const struct {
	const char *name;
	void (*set)(lua_State *L);
} options[] = {
	{"budget", set_budget},
	{"memory", set_memory},
	{"on_error", set_on_error},
	{"state", set_state},
};

/* The value is on top; not one of ours: an error. */
static void set_option(lua_State *L, const char *name)
{
	for (size_t i = 0; i < sizeof(options) / sizeof(options[0]); i++)
		if (strcmp(options[i].name, name) == 0) {
			options[i].set(L);
			return;
		}
	luaL_error(L,
		   "zp.options: unknown option '%s' (budget, memory, "
		   "on_error and state are known)",
		   name);
}

/* zp.options{budget=, memory=, on_error=, state=} */
int options_set(lua_State *L)
{
	luaL_checktype(L, 1, LUA_TTABLE);
	lua_settop(L, 1);
	lua_pushnil(L);
	while (lua_next(L, 1)) {
		set_option(L, lua_type(L, 2) == LUA_TSTRING
				      ? lua_tostring(L, 2)
				      : luaL_typename(L, 2));
		lua_settop(L, 2);
	}
	return 0;
}
