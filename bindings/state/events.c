/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Events: what happens to the process, and that a handler has failed. A
 * script's functions for them are called in order.
 */
#include "bindings/state/events.h"

#include <string.h>

#include "bindings/interp/interp.h"
#include "bindings/interp/limits.h"
#include "bindings/interp/message.h"
#include "bindings/interp/registry.h"
#include "bindings/runtime/siginfo.h"
#include "bindings/state/hook_list.h"
#include "bindings/state/level.h"
#include "bindings/state/states.h"

/* The core's events, and one of the interpreter's own: a handler has failed. */
enum { ERROR = HOOK_EVENTS, EVENTS };

static const char *const event_names[EVENTS] = {
	[HOOK_EXIT] = "exit",	  [HOOK_FORK] = "fork",
	[HOOK_EXEC] = "exec",	  [HOOK_THREAD] = "thread",
	[HOOK_SIGNAL] = "signal", [HOOK_UNHOOKED] = "unhooked",
	[ERROR] = "error",
};

void events_open(lua_State *L)
{
	for (int i = 0; i < EVENTS; i++) {
		lua_newtable(L);
		lua_rawseti(L, LUA_REGISTRYINDEX, REGISTRY_EVENTS - i);
	}
}

static void push_functions(lua_State *L, int event)
{
	lua_rawgeti(L, LUA_REGISTRYINDEX, REGISTRY_EVENTS - event);
}

/* zp.on("exit" | "fork" | "exec" | "unhooked" | "thread" | "signal" | "error",
 * fn) */
int events_on(lua_State *L)
{
	const char *name = luaL_checkstring(L, 1);
	int event = 0;

	while (event < EVENTS && strcmp(name, event_names[event]) != 0)
		event++;
	if (event == EVENTS)
		return luaL_error(L,
				  "zp.on: unknown event '%s' (exit, fork, "
				  "exec, unhooked, thread, signal and error "
				  "are known)",
				  name);
	luaL_checktype(L, 2, LUA_TFUNCTION);
	lua_settop(L, 2);
	push_functions(L, event);
	lua_insert(L, 2);
	lua_rawseti(L, 2, (lua_Integer)lua_rawlen(L, 2) + 1);
	if (event != ERROR)
		hook_want_event((enum hook_event)event);
	return 0;
}

/* Runs protected: the message without its traceback, and the functions. */
static int tell_error(lua_State *L)
{
	const char *message = interp_take(L, tell_error);
	const char *end = strstr(message, "\nstack traceback:");

	lua_settop(L, 0);
	lua_pushlstring(L, message,
			end ? (size_t)(end - message) : strlen(message));
	push_functions(L, ERROR);
	for (lua_Integer i = 1; i <= (lua_Integer)lua_rawlen(L, 2); i++) {
		lua_rawgeti(L, 2, i);
		lua_pushvalue(L, 1);
		lua_call(L, 1, 0);
	}
	return 0;
}

void events_tell_error(lua_State *L, const char *message)
{
	int base = lua_gettop(L), status = LUA_OK;

	lua_rawgeti(L, LUA_REGISTRYINDEX, interp_of(L)->handler);
	push_functions(L, ERROR);
	if (lua_rawlen(L, -1)) {
		interp_give(interp_of(L), tell_error,
			    (void *)(uintptr_t)message);
		lua_pushcfunction(L, tell_error);
		status = lua_pcall(L, 0, 0, base + 1);
	}
	if (status != LUA_OK) {
		message_report_error(L, status);
		limits_failed(L);
	}
	lua_settop(L, base);
}

/* What the functions of an event are called with; how many. */
static int push_details(lua_State *L, const struct call *call,
			enum hook_event event)
{
	if (event == HOOK_UNHOOKED) {
		lua_pushstring(L, (const char *)call->regs.rdi);
		lua_pushstring(L, (const char *)call->regs.rsi);
		return 2;
	}
	if (event != HOOK_SIGNAL)
		return 0;
	lua_pushinteger(L, (lua_Integer)call->regs.rdi);
	siginfo_push(L, call);
	return 2;
}

/* One bit a function, of the first 64: it has failed, in some state. */
static uint64_t has_failed[HOOK_EVENTS];
static uint32_t failed_generation;

static int is_first(const struct interp *in, enum hook_event event,
		    lua_Integer i)
{
	uint64_t bit = (uint64_t)1 << ((i - 1) % 64);

	if (__atomic_exchange_n(&failed_generation, in->generation,
				__ATOMIC_RELAXED) != in->generation)
		memset(has_failed, 0, sizeof(has_failed));
	return !(__atomic_fetch_or(&has_failed[event], bit, __ATOMIC_RELAXED) &
		 bit);
}

/* The event's function i has failed, with the message on top. */
static void fail_function(lua_State *L, enum hook_event event, lua_Integer i,
			  int status)
{
	struct interp *in = interp_of(L);
	int first = is_first(in, event, i);

	if (first) {
		lua_pushvalue(L, -1);
		message_report_error(L, status);
	}
	limits_failed(L);
	if (first)
		events_tell_error(L, message_of(L, status));
	lua_pop(L, 1);
	if (in->abort_on_error)
		hook_abort();
}

/* A number that it has returned is its answer, where one is asked for. */
static void take_answer(lua_State *L, struct call *call, enum hook_event event)
{
	int is_number;
	lua_Integer answer = lua_tointegerx(L, -1, &is_number);

	if (event == HOOK_UNHOOKED && is_number) {
		call->regs.rax = (uint64_t)answer;
		call->done = 1;
	}
	lua_pop(L, 1);
}

/* One that fails does not keep the next from running. */
static void run_functions(lua_State *L, struct call *call,
			  enum hook_event event)
{
	int base = lua_gettop(L), list = base + 2;

	lua_rawgeti(L, LUA_REGISTRYINDEX, interp_of(L)->handler);
	push_functions(L, event);
	for (lua_Integer i = 1; i <= (lua_Integer)lua_rawlen(L, list); i++) {
		int status;

		lua_rawgeti(L, list, i);
		status =
			lua_pcall(L, push_details(L, call, event), 1, base + 1);
		if (status != LUA_OK)
			fail_function(L, event, i, status);
		else
			take_answer(L, call, event);
	}
	lua_settop(L, base);
}

/* --- the core's -------------------------------------------------------------
 */

struct event {
	struct call *call;
	enum hook_event event;
};

/* Runs protected in the level's coroutine. */
static int run_event(lua_State *L)
{
	const struct event *e = interp_take(L, run_event);
	enum hook_event event = e->event;

	run_functions(L, e->call, event);
	if (event == HOOK_EXIT)
		hook_list_summary(L);
	return 0;
}

void hook_event(struct call *call, enum hook_event event)
{
	struct interp *in = states_of(call);
	struct level *level = in ? level_of(in, call) : NULL;
	struct event given = {call, event};
	lua_State *L;
	int status;

	if (!level)
		return;
	if (event == HOOK_FORK)
		states_after_fork(call);
	L = level->L;
	level_check_slots(level);
	level->busy = 1;
	in->current = level;
	limits_begin(level, L);
	interp_give(in, run_event, &given);
	lua_pushcfunction(L, run_event);
	status = lua_pcall(L, 0, 0, SLOT_HANDLER);
	if (status != LUA_OK)
		message_report_error(L, status);
	in->current = NULL;
	level->busy = 0;
}
