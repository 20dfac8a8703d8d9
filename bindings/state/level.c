/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Levels: the coroutine and the regs in which the handlers of one nesting level
 * of one thread run.
 */
#include "bindings/state/level.h"

#include <lauxlib.h>

#include "bindings/interp/message.h"
#include "bindings/runtime/alloc.h"
#include "bindings/state/regs.h"

void level_fill_slots(struct level *level)
{
	lua_State *L = level->L;

	lua_settop(L, 0);
	lua_rawgeti(L, LUA_REGISTRYINDEX, level->in->handler);
	lua_rawgeti(L, LUA_REGISTRYINDEX, level->ref);
}

/* Runs protected: a new coroutine and its regs, into level. */
static int fill_level(lua_State *L)
{
	struct level *level = interp_take(L, fill_level);
	lua_State *co = lua_newthread(L);

	level->regs = regs_new(L);
	level->regs->level = level;
	lua_insert(L, -2);
	lua_setiuservalue(L, -2, REGS_THREAD);
	level->ref = luaL_ref(L, LUA_REGISTRYINDEX);
	level->L = co;
	level->busy = 0;
	level->data_used = 0;
	level->barred = 0;
	level->in = interp_of(L);
	level->serial = level->in->serial;
	level_fill_slots(level);
	return 0;
}

static int fill_protected(struct interp *in, struct level *level)
{
	lua_State *L = in->L;

	interp_give(in, fill_level, level);
	lua_pushcfunction(L, fill_level);
	if (lua_pcall(L, 0, 0, 0) == LUA_OK)
		return 0;
	lua_pop(L, 1);
	if (!in->told)
		message_say("calls of a thread are not hooked: ",
			    MESSAGE_NO_MEMORY);
	in->told = 1;
	return -1;
}

static struct level *add_level(struct interp *in, struct call *call)
{
	struct level *level = alloc_common(sizeof(*level));

	if (!level)
		return NULL;
	*level = (struct level){.ref = LUA_NOREF};
	if (fill_protected(in, level)) {
		alloc_common_free(level, sizeof(*level));
		return NULL;
	}
	*call->level = level;
	return level;
}

/* Its last handler never returned (an exec in a vfork child, a thread that
 * ended inside regs:call()): the coroutine is in no state to go on. Or it is in
 * another state, that of a thread before this one or of scripts before these.
 */
static struct level *renew_level(struct interp *in, struct level *level)
{
	if (states_exist(level->in, level->serial)) {
		struct interp *before = level->in;

		level->regs->call = NULL;
		luaL_unref(before->L, LUA_REGISTRYINDEX, level->ref);
		level->data_used = 0; /* it went with the coroutine */
		if (level->owner)
			level_finish(level); /* before may go with it */
	}
	level->chain = NULL;
	level->owner = NULL;
	level->serial = 0;
	return fill_protected(in, level) ? NULL : level;
}

__attribute__((cold)) struct level *level_make(struct interp *in,
					       struct call *call)
{
	struct level *level = *call->level;

	return level ? renew_level(in, level) : add_level(in, call);
}

__attribute__((cold, noinline)) void level_forget_data(struct level *level)
{
	lua_State *L = level->L;
	uint32_t used = level->data_used;

	lua_rawgeti(L, LUA_REGISTRYINDEX, level->ref);
	for (int i = 0; used; i++, used >>= 1)
		if (used & 1) {
			lua_pushnil(L);
			lua_setiuservalue(L, -2, i + 1);
		}
	lua_pop(L, 1);
	level->data_used = 0;
}
