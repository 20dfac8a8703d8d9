/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * How deep C may call Lua, and Lua C. Lua counts such calls, up to 200, and
 * does not know how much stack each takes, or how much there is. So where it
 * counts them the hook stack is looked at as well: these functions stand in
 * place of Lua's own of the same names (ld --wrap).
 *
 * What is between two of these looks has DEPTH_ROOM at least: luaV_execute, a
 * function in C, and what that does without calling Lua. Most has
 * zp.backtrace() with what names its symbols, by the frames of its functions 32
 * KiB; a pattern that string.find() takes back 200 times has 16. Frames of
 * signals come on top, at most 3.5 KiB each, or 11 with AMX.
 */
#include <lauxlib.h>
#include <lua.h>
#include <stdint.h>

#include "hooks/hook.h"

#define DEPTH_ROOM (96 * 1024)

typedef union StackValue *StkId;
_Noreturn void luaD_throw(lua_State *L, int status);
void __real_luaD_call(lua_State *L, StkId func, int results);
void __real_luaD_callnoyield(lua_State *L, StkId func, int results);
void __real_luaE_incCstack(lua_State *L);
int __real_lua_resume(lua_State *L, lua_State *from, int values, int *results);
void __wrap_luaD_call(lua_State *L, StkId func, int results);
void __wrap_luaD_callnoyield(lua_State *L, StkId func, int results);
void __wrap_luaE_incCstack(lua_State *L);
int __wrap_lua_resume(lua_State *L, lua_State *from, int values, int *results);

/* Hook stacks are aligned to their size. */
static inline int is_deep(void)
{
	uintptr_t sp;

	__asm__("mov %%rsp, %0" : "=r"(sp));
	return __builtin_expect((sp & (HOOK_STACK - 1)) < DEPTH_ROOM, 0);
}

/* Without the message handler: it would be called from here, and be too deep
 * as well. */
__attribute__((cold, noinline)) static void raise_overflow(lua_State *L)
{
	luaL_where(L, 0);
	if (!*lua_tostring(L, -1)) {
		lua_pop(L, 1);
		luaL_where(L, 1);
	}
	lua_pushliteral(L, "C stack overflow");
	lua_concat(L, 2);
	luaD_throw(L, LUA_ERRRUN);
}

void __wrap_luaD_call(lua_State *L, StkId func, int results)
{
	if (is_deep())
		raise_overflow(L);
	__real_luaD_call(L, func, results);
}

void __wrap_luaD_callnoyield(lua_State *L, StkId func, int results)
{
	if (is_deep())
		raise_overflow(L);
	__real_luaD_callnoyield(L, func, results);
}

/* In the parser. */
void __wrap_luaE_incCstack(lua_State *L)
{
	if (is_deep())
		raise_overflow(L);
	__real_luaE_incCstack(L);
}

int __wrap_lua_resume(lua_State *L, lua_State *from, int values, int *results)
{
	if (!is_deep())
		return __real_lua_resume(L, from, values, results);
	lua_settop(L, -values - 1);
	lua_pushliteral(L, "C stack overflow");
	return LUA_ERRRUN;
}
