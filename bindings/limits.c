/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * What keeps a script from taking the program down with it: a budget of Lua
 * instructions for each call, a cap on memory. And zp.options, which sets them.
 */
#include <limits.h>
#include <string.h>

#include "interp.h"

#define MEBIBYTE (1024 * 1024)

/* Instructions; 0: none. Counting them makes each dearer, so it is asked for.
 */
static int budget;

/* The one that runs is over: from now on its every instruction fails, so that
 * no pcall of its own keeps it alive. */
static int spent;

static void over(lua_State *L, lua_Debug *where)
{
	(void)where;
	spent = 1;
	lua_sethook(L, over, LUA_MASKCOUNT, 1);
	/* L may be a coroutine of the handler's */
	if (interp_current)
		lua_sethook(interp_current->L, over, LUA_MASKCOUNT, 1);
	luaL_error(L,
		   "stopped: more than %d Lua instructions. Remedy: do less, "
		   "or raise zp.options{budget=}",
		   budget);
}

void limits_begin(lua_State *L)
{
	if (__builtin_expect(budget != 0, 0))
		lua_sethook(L, over, LUA_MASKCOUNT, budget);
}

void limits_failed(lua_State *L)
{
	if (spent)
		limits_begin(L);
	spent = 0;
}

/* --- zp.options ------------------------------------------------------------
 */

static void set_on_error(lua_State *L)
{
	static const char *const words[] = {"warn", "abort", NULL};
	const char *word = lua_tostring(L, -1);

	for (int i = 0; words[i]; i++)
		if (word && strcmp(word, words[i]) == 0) {
			interp_abort_on_error = i;
			return;
		}
	luaL_error(L, "zp.options: on_error is 'warn' or 'abort'");
}

static lua_Integer positive(lua_State *L, const char *name, const char *unit,
			    lua_Integer max)
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
		budget = 0;
	else
		budget =
			(int)positive(L, "budget", "Lua instructions", INT_MAX);
}

static void set_memory(lua_State *L)
{
	alloc_limit = (size_t)positive(L, "memory", "MiB", 1 << 20) * MEBIBYTE;
}

static const struct {
	const char *name;
	void (*set)(lua_State *L);
} options[] = {
	{"budget", set_budget},
	{"memory", set_memory},
	{"on_error", set_on_error},
};

/* The value is on top; not one of ours: an error. */
static void set(lua_State *L, const char *name)
{
	for (size_t i = 0; i < sizeof(options) / sizeof(options[0]); i++)
		if (strcmp(options[i].name, name) == 0) {
			options[i].set(L);
			return;
		}
	luaL_error(L,
		   "zp.options: unknown option '%s' (budget, memory and "
		   "on_error are known)",
		   name);
}

/* zp.options{budget=, memory=, on_error=} */
int limits_options(lua_State *L)
{
	luaL_checktype(L, 1, LUA_TTABLE);
	lua_settop(L, 1);
	lua_pushnil(L);
	while (lua_next(L, 1)) {
		set(L, lua_type(L, 2) == LUA_TSTRING ? lua_tostring(L, 2)
						     : luaL_typename(L, 2));
		lua_settop(L, 2);
	}
	return 0;
}
