/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * What keeps a script from taking the program down with it: a budget of Lua
 * instructions for each call, a cap on memory.
 */
#include "bindings/interp/limits.h"

#include <lauxlib.h>

#include "bindings/interp/message.h"

/* So often the handlers of one call get the budget anew, for one has failed. */
#define RENEWALS 64

/* Instructions between two looks at what is left. A coroutine that stays counts
 * on from call to call: it is charged for the last ones of the call before. */
static int choose_step(const struct interp *in)
{
	int n = in->budget / 256;

	return n < 1 ? 1 : n > 1000 ? 1000 : n;
}

static void count_step(lua_State *L, lua_Debug *where);

/* From now on every instruction fails, so that no pcall of the handler's keeps
 * it alive. */
static void stop_handler(lua_State *L)
{
	struct interp *in = interp_of(L);

	in->spent = 1;
	lua_sethook(L, count_step, LUA_MASKCOUNT, 1);
	/* L may be a coroutine of the handler's */
	lua_sethook(in->current->L, count_step, LUA_MASKCOUNT, 1);
	luaL_error(L,
		   "stopped: more than %d Lua instructions. Remedy: do less, "
		   "or raise zp.options{budget=}",
		   in->budget);
}

/* So many more instructions have run in L, as many as it is hooked for. */
static void count_step(lua_State *L, lua_Debug *where)
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
		stop_handler(L);
}

void limits_count_on(lua_State *L)
{
	lua_sethook(L, count_step, LUA_MASKCOUNT, choose_step(interp_of(L)));
}

static void renew_budget(struct level *level, lua_State *L)
{
	level->counted = 0;
	limits_count_on(L);
}

void limits_count(struct level *level, lua_State *L)
{
	level->renewed = 0;
	renew_budget(level, L);
}

/* It is not the next one's fault. But one that calls those that fail again and
 * again has an end as well. */
void limits_failed(lua_State *L)
{
	struct interp *in = interp_of(L);

	if (in->spent && in->current->renewed++ < RENEWALS)
		renew_budget(in->current, L);
	in->spent = 0;
}

/* --- memory -----------------------------------------------------------------
 */

static int has_memory(const struct heap *heap, size_t size)
{
	return heap->in_use <= heap->limit &&
	       size <= heap->limit - heap->in_use;
}

void limits_room(lua_State *L, size_t size)
{
	const struct heap *heap = &interp_of(L)->heap;

	if (has_memory(heap, size))
		return;
	lua_gc(L, LUA_GCCOLLECT);
	if (!has_memory(heap, size))
		luaL_error(L, MESSAGE_NO_MEMORY);
}
