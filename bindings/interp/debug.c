/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * The debug library, without what could break the interpreter: its registry,
 * the metatables and user values of our objects, the stacks and upvalues of
 * functions in C, which trust them, and of our own modules. In their place
 * functions find what the manual has for things that are not there, so scripts
 * that only look around go on. And hooks of debug.sethook: no system call can
 * be made in one (debug_check_call()).
 */
#include "bindings/interp/debug.h"

#include <lauxlib.h>
#include <lualib.h>
#include <string.h>

#include "bindings/interp/interp.h"
#include "bindings/interp/limits.h"
#include "bindings/interp/message.h"
#include "bindings/interp/registry.h"

/* The thread that a function is about, and how many arguments it takes up. */
static lua_State *thread_of(lua_State *L, int *taken)
{
	*taken = lua_isthread(L, 1);
	return *taken ? lua_tothread(L, 1) : L;
}

/* Functions in C, and those of our modules, whose source says so. */
static int is_in_c(const lua_Debug *about)
{
	return about->what[0] == 'C';
}

static int is_ours(const lua_Debug *about)
{
	return is_in_c(about) || strncmp(about->source, "=zpoline.", 9) == 0;
}

/* What is known of the function at index. 0: it is none. */
static int describe_function(lua_State *L, int index, lua_Debug *about)
{
	if (!lua_isfunction(L, index))
		return 0;
	lua_pushvalue(L, index);
	return lua_getinfo(L, ">S", about);
}

/* Of the one that runs at the level at index of L; 0: there is no such level.
 */
static int describe_level(lua_State *L, lua_State *of, int index,
			  lua_Debug *about)
{
	int is_level;
	lua_Integer level = lua_tointegerx(L, index, &is_level);

	return is_level && level >= 0 && level == (int)level &&
	       lua_getstack(of, (int)level, about) &&
	       lua_getinfo(of, "S", about);
}

static int push_nothing(lua_State *L)
{
	lua_pushnil(L);
	return 1;
}

/* A table in its place, for who keeps something there. */
static int get_registry(lua_State *L)
{
	if (lua_rawgeti(L, LUA_REGISTRYINDEX, REGISTRY_SCRIPTS) == LUA_TTABLE)
		return 1;
	lua_newtable(L);
	lua_pushvalue(L, -1);
	lua_rawseti(L, LUA_REGISTRYINDEX, REGISTRY_SCRIPTS);
	return 1;
}

/* --- metatables -------------------------------------------------------------
 */

/* Of an object of ours a copy. */
static int get_metatable(lua_State *L)
{
	if (lua_type(L, 1) != LUA_TUSERDATA || !lua_getmetatable(L, 1))
		return interp_of(L)->debug.getmetatable(L);
	lua_newtable(L);
	for (lua_pushnil(L); lua_next(L, -3);) {
		lua_pushvalue(L, -2);
		lua_insert(L, -2);
		lua_rawset(L, -4);
	}
	return 1;
}

/* Said once: a script may do so for each call. */
static void say_kept(lua_State *L)
{
	static int said;

	if (__atomic_exchange_n(&said, 1, __ATOMIC_RELAXED))
		return;
	luaL_where(L, 1);
	lua_pushfstring(L,
			"%sdebug.setmetatable: only the metatable of a table "
			"can be changed, not that of a %s",
			lua_tostring(L, -1), luaL_typename(L, 1));
	message_report(L);
}

static int set_metatable(lua_State *L)
{
	if (lua_istable(L, 1))
		return interp_of(L)->debug.setmetatable(L);
	luaL_checkany(L, 1);
	say_kept(L);
	lua_settop(L, 1);
	return 1;
}

/* --- variables --------------------------------------------------------------
 */

/* Not the temporary values of functions in C. */
static int get_local(lua_State *L)
{
	lua_Debug about;
	int taken;
	lua_State *of = thread_of(L, &taken);

	if (describe_level(L, of, taken + 1, &about) && is_in_c(&about))
		return push_nothing(L);
	return interp_of(L)->debug.getlocal(L);
}

/* It has a name in the source: temporary values have a type that the
 * interpreter relies on. */
static int is_variable(lua_State *of, const lua_Debug *about, lua_Integer n)
{
	const char *name;

	if (n != (int)n || !lua_checkstack(of, 1))
		return 0;
	name = lua_getlocal(of, about, (int)n);
	if (!name)
		return 0;
	lua_pop(of, 1);
	return name[0] != '(' || strcmp(name, "(vararg)") == 0;
}

static int set_local(lua_State *L)
{
	lua_Debug about;
	int taken;
	lua_State *of = thread_of(L, &taken);

	if (describe_level(L, of, taken + 1, &about) &&
	    (is_ours(&about) ||
	     !is_variable(of, &about, luaL_checkinteger(L, taken + 2))))
		return push_nothing(L);
	return interp_of(L)->debug.setlocal(L);
}

static int get_upvalue(lua_State *L)
{
	return lua_iscfunction(L, 1) ? push_nothing(L)
				     : interp_of(L)->debug.getupvalue(L);
}

static int set_upvalue(lua_State *L)
{
	lua_Debug about;

	if (describe_function(L, 1, &about) && is_ours(&about))
		return push_nothing(L);
	return interp_of(L)->debug.setupvalue(L);
}

static int upvalue_id(lua_State *L)
{
	return lua_iscfunction(L, 1) ? push_nothing(L)
				     : interp_of(L)->debug.upvalueid(L);
}

static int join_upvalues(lua_State *L)
{
	lua_Debug about;

	for (int i = 1; i <= 3; i += 2)
		luaL_argcheck(
			L, !describe_function(L, i, &about) || !is_ours(&about),
			i, "this function is not the script's");
	return interp_of(L)->debug.upvaluejoin(L);
}

/* --- hooks ------------------------------------------------------------------
 */

static int *calls_barred(const struct interp *in)
{
	return in->current ? &in->current->barred
			   : &((struct interp *)(uintptr_t)in)->barred;
}

void debug_check_call(lua_State *L, const char *who)
{
	if (__builtin_expect(*calls_barred(interp_of(L)), 0))
		luaL_error(L,
			   "%s: no system call can be made in a hook of "
			   "debug.sethook. Remedy: store there what to do, and "
			   "do it in the handler",
			   who);
}

/* Push the function that hooks of; 0: there is none. */
static int push_hook(lua_State *L, lua_State *of)
{
	if (lua_rawgeti(L, LUA_REGISTRYINDEX, REGISTRY_HOOKS) != LUA_TTABLE) {
		lua_pop(L, 1);
		return 0;
	}
	if (of == L)
		lua_pushthread(L);
	else {
		lua_pushthread(of);
		lua_xmove(of, L, 1);
	}
	lua_rawget(L, -2);
	lua_remove(L, -2);
	if (lua_isfunction(L, -1))
		return 1;
	lua_pop(L, 1);
	return 0;
}

/* In place of debug's own: what happens, and the line, for the function on top.
 */
static void call_hook(lua_State *L, const lua_Debug *event)
{
	static const char *const names[] = {"call", "return", "line", "count",
					    "tail call"};
	int *barred = calls_barred(interp_of(L));
	int status;

	lua_pushstring(L, names[event->event]);
	if (event->currentline >= 0)
		lua_pushinteger(L, event->currentline);
	else
		lua_pushnil(L);
	++*barred;
	status = lua_pcall(L, 2, 0, 0);
	--*barred;
	if (status == LUA_ERRMEM)
		luaL_error(L, MESSAGE_NO_MEMORY);
	else if (status != LUA_OK)
		lua_error(L);
}

/* A coroutine has inherited it that has no function, or it counts for a budget
 * now: that is its end. A function of ours that is about to be called with
 * something is called by nobody else meanwhile. */
static void run_hook(lua_State *L, lua_Debug *event)
{
	const struct interp *in = interp_of(L);

	if (in->taker || !lua_checkstack(L, 16))
		return;
	if (in->budget && in->current)
		limits_count_on(L);
	else if (!push_hook(L, L))
		lua_sethook(L, NULL, 0, 0);
	else
		call_hook(L, event);
}

static int read_mask(const char *text, lua_Integer count)
{
	int mask = 0;

	mask |= strchr(text, 'c') ? LUA_MASKCALL : 0;
	mask |= strchr(text, 'r') ? LUA_MASKRET : 0;
	mask |= strchr(text, 'l') ? LUA_MASKLINE : 0;
	return mask | (count > 0 ? LUA_MASKCOUNT : 0);
}

/* The function at index, or nil, is that thread's. */
static void keep_hook(lua_State *L, lua_State *of, int index)
{
	if (lua_rawgeti(L, LUA_REGISTRYINDEX, REGISTRY_HOOKS) != LUA_TTABLE) {
		lua_pop(L, 1);
		lua_newtable(L);
		lua_pushliteral(L, "k");
		lua_setfield(L, -2, "__mode");
		lua_pushvalue(L, -1);
		lua_setmetatable(L, -2); /* its own */
		lua_pushvalue(L, -1);
		lua_rawseti(L, LUA_REGISTRYINDEX, REGISTRY_HOOKS);
	}
	luaL_argcheck(L, lua_checkstack(of, 1), 1, "its stack is full");
	lua_pushthread(of);
	lua_xmove(of, L, 1);
	lua_pushvalue(L, index);
	lua_rawset(L, -3);
	lua_pop(L, 1);
}

/* sethook([thread,] [function, mask [, count]]) */
static int set_hook(lua_State *L)
{
	int taken, none;
	lua_State *of = thread_of(L, &taken);
	const char *mask;
	lua_Integer count;

	none = lua_isnoneornil(L, taken + 1);
	if (interp_of(L)->budget && none)
		return 0; /* it is not the script's */
	luaL_argcheck(L, none || !interp_of(L)->budget, taken + 1,
		      "zp.options{budget=} counts by the only hook that there "
		      "is. Remedy: budget = false");
	mask = none ? "" : luaL_checkstring(L, taken + 2);
	count = none ? 0 : luaL_optinteger(L, taken + 3, 0);
	if (!none)
		luaL_checktype(L, taken + 1, LUA_TFUNCTION);
	lua_settop(L, taken + 1);
	keep_hook(L, of, taken + 1);
	lua_sethook(of, none ? NULL : run_hook, read_mask(mask, count),
		    count > 0x7fffffff ? 0x7fffffff : (int)count);
	return 0;
}

/* gethook([thread]): function, mask, count */
static int get_hook(lua_State *L)
{
	int taken, mask, n = 0;
	lua_State *of = thread_of(L, &taken);
	lua_Hook hook = lua_gethook(of);
	char text[4];

	if (!hook)
		return push_nothing(L);
	luaL_argcheck(L, lua_checkstack(of, 1), 1, "its stack is full");
	if (hook != run_hook)
		lua_pushliteral(L, "external hook");
	else if (!push_hook(L, of))
		return push_nothing(L);
	mask = lua_gethookmask(of);
	if (mask & LUA_MASKCALL)
		text[n++] = 'c';
	if (mask & LUA_MASKRET)
		text[n++] = 'r';
	if (mask & LUA_MASKLINE)
		text[n++] = 'l';
	lua_pushlstring(L, text, (size_t)n);
	lua_pushinteger(L, lua_gethookcount(of));
	return 3;
}

/* --- the library ------------------------------------------------------------
 */

/* The standard input is the program's. */
static int refuse_debug(lua_State *L)
{
	return luaL_error(L, "debug.debug: the standard input is the "
			     "program's. Remedy: print what you want to see");
}

/* It cannot be set, as in every Lua 5.4 of today. */
static int set_limit(lua_State *L)
{
	lua_pushinteger(L, 0);
	return 1;
}

static const luaL_Reg functions[] = {
	{"debug", refuse_debug},	 {"gethook", get_hook},
	{"getlocal", get_local},	 {"getmetatable", get_metatable},
	{"getregistry", get_registry},	 {"getupvalue", get_upvalue},
	{"getuservalue", push_nothing},	 {"setcstacklimit", set_limit},
	{"sethook", set_hook},		 {"setlocal", set_local},
	{"setmetatable", set_metatable}, {"setupvalue", set_upvalue},
	{"setuservalue", push_nothing},	 {"upvalueid", upvalue_id},
	{"upvaluejoin", join_upvalues},	 {NULL, NULL},
};

/* It is on top, and stays. */
static lua_CFunction get_original(lua_State *L, const char *name)
{
	lua_CFunction function;

	lua_getfield(L, -1, name);
	function = lua_tocfunction(L, -1);
	lua_pop(L, 1);
	return function;
}

int debug_open(lua_State *L)
{
	struct interp_debug *standard = &interp_of(L)->debug;

	luaopen_debug(L);
	standard->getlocal = get_original(L, "getlocal");
	standard->getmetatable = get_original(L, "getmetatable");
	standard->getupvalue = get_original(L, "getupvalue");
	standard->setlocal = get_original(L, "setlocal");
	standard->setmetatable = get_original(L, "setmetatable");
	standard->setupvalue = get_original(L, "setupvalue");
	standard->upvalueid = get_original(L, "upvalueid");
	standard->upvaluejoin = get_original(L, "upvaluejoin");
	luaL_setfuncs(L, functions, 0);
	return 1;
}
