/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * What keeps a script from taking the program down with it: a budget of Lua
 * instructions for each call, a cap on memory. And zp.options, which sets them.
 */
#include <limits.h>
#include <string.h>

#include "bindings/interp/interp.h"

/* So often the handlers of one call get the budget anew, for one has failed. */
#define RENEWALS 64

/* Instructions between two looks at what is left. A coroutine that stays counts
 * on from call to call: it is charged for the last ones of the call before. */
static int step(const struct interp *in)
{
	int n = in->budget / 256;

	return n < 1 ? 1 : n > 1000 ? 1000 : n;
}

static void counted(lua_State *L, lua_Debug *where);

/* From now on every instruction fails, so that no pcall of the handler's keeps
 * it alive. */
static void over(lua_State *L)
{
	struct interp *in = interp_of(L);

	in->spent = 1;
	lua_sethook(L, counted, LUA_MASKCOUNT, 1);
	/* L may be a coroutine of the handler's */
	lua_sethook(in->current->L, counted, LUA_MASKCOUNT, 1);
	luaL_error(L,
		   "stopped: more than %d Lua instructions. Remedy: do less, "
		   "or raise zp.options{budget=}",
		   in->budget);
}

/* So many more instructions have run in L, as many as it is hooked for. */
static void counted(lua_State *L, lua_Debug *where)
{
	const struct interp *in = interp_of(L);
	struct level *level = in->current;

	(void)where;
	if (!in->budget) { /* any more: a hook stays where it was set */
		lua_sethook(L, NULL, 0, 0);
		return;
	}
	if (!level) /* no handler: the script is being loaded */
		return;
	level->counted += lua_gethookcount(L);
	if (level->counted >= in->budget)
		over(L);
}

void limits_count_on(lua_State *L)
{
	lua_sethook(L, counted, LUA_MASKCOUNT, step(interp_of(L)));
}

static void renew(struct level *level, lua_State *L)
{
	level->counted = 0;
	limits_count_on(L);
}

void limits_count(struct level *level, lua_State *L)
{
	level->renewed = 0;
	renew(level, L);
}

/* It is not the next one's fault. But one that calls those that fail again and
 * again has an end as well. */
void limits_failed(lua_State *L)
{
	struct interp *in = interp_of(L);

	if (in->spent && in->current->renewed++ < RENEWALS)
		renew(in->current, L);
	in->spent = 0;
}

/* --- memory -----------------------------------------------------------------
 */

static int has_room(const struct heap *heap, size_t size)
{
	return heap->in_use <= heap->limit &&
	       size <= heap->limit - heap->in_use;
}

void limits_room(lua_State *L, size_t size)
{
	const struct heap *heap = &interp_of(L)->heap;

	if (has_room(heap, size))
		return;
	lua_gc(L, LUA_GCCOLLECT);
	if (!has_room(heap, size))
		luaL_error(L, INTERP_NO_MEMORY);
}

/* --- zp.options ------------------------------------------------------------
 */

/* The value is the first of two words, or the second. */
static int second(lua_State *L, const char *name, const char *word0,
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
	interp_of(L)->abort_on_error = second(L, "on_error", "warn", "abort");
}

static void set_state(lua_State *L)
{
	if (!states_set_own(second(L, "state", "shared", "thread")))
		luaL_error(L, "zp.options: state cannot be changed any more: "
			      "set it while the program starts, or by "
			      "ZPOLINE_STATE");
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
		interp_of(L)->budget = 0;
	else
		interp_of(L)->budget =
			(int)positive(L, "budget", "Lua instructions", INT_MAX);
	/* for coroutines that the script makes while it is loaded */
	if (interp_of(L)->budget && !interp_of(L)->current)
		limits_count_on(L);
}

static void set_memory(lua_State *L)
{
	interp_of(L)->heap.limit =
		(size_t)positive(L, "memory", "MiB", 1 << 20) * MEBIBYTE;
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
static void set(lua_State *L, const char *name)
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
