/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* A list of frames, which prints itself: what zp.backtrace and the last call of
 * a key give. */
#include "bindings/interp/frame_list.h"

#include <lauxlib.h>
#include <string.h>

#include "bindings/interp/print.h"
#include "bindings/runtime/strict.h"

#define BACKTRACE "Backtrace"

static void set_integer(lua_State *L, const char *name, uint64_t value)
{
	lua_pushinteger(L, (lua_Integer)value);
	lua_setfield(L, -2, name);
}

static void push_frame(lua_State *L, const struct call *call,
		       const struct hook_frame *frame, int symbols)
{
	struct hook_symbol symbol;

	lua_createtable(L, 0, symbols ? 5 : 1);
	set_integer(L, "addr", frame->addr);
	if (!symbols || !hook_symbol(call, frame, &symbol))
		return;
	lua_pushstring(L, symbol.object);
	lua_setfield(L, -2, "object");
	set_integer(L, "object_offset", symbol.object_offset);
	if (!symbol.name[0])
		return;
	lua_pushstring(L, symbol.name);
	lua_setfield(L, -2, "symbol");
	set_integer(L, "offset", symbol.offset);
}

/* --- as text ---------------------------------------------------------------
 */

static void add_hex(luaL_Buffer *b, lua_Integer value)
{
	char text[2 + 16], *p = text + sizeof(text);
	uint64_t left = (uint64_t)value;

	do {
		*--p = "0123456789abcdef"[left & 15];
		left >>= 4;
	} while (left);
	*--p = 'x';
	*--p = '0';
	luaL_addlstring(b, p, (size_t)(text + sizeof(text) - p));
}

/* Of the frame at index; 0: it has none, or is no frame at all. */
static lua_Integer integer_field(lua_State *L, int index, const char *name)
{
	lua_Integer value;

	lua_getfield(L, index, name);
	value = lua_tointeger(L, -1);
	lua_pop(L, 1);
	return value;
}

/* The field is on top, and goes into the buffer. */
static void add_with_offset(lua_State *L, int frame, luaL_Buffer *b,
			    const char *offset)
{
	luaL_addvalue(b);
	luaL_addchar(b, '+');
	add_hex(b, integer_field(L, frame, offset));
}

/* symbol+0x12 (object), 0x1234 (object+0x34), or 0x1234 */
static void add_frame(lua_State *L, int frame, luaL_Buffer *b)
{
	int named = lua_getfield(L, frame, "symbol") == LUA_TSTRING;

	if (named) {
		add_with_offset(L, frame, b, "offset");
	} else {
		lua_pop(L, 1);
		add_hex(b, integer_field(L, frame, "addr"));
	}
	if (lua_getfield(L, frame, "object") != LUA_TSTRING) {
		lua_pop(L, 1);
		return;
	}
	luaL_addstring(b, " (");
	if (named)
		luaL_addvalue(b);
	else
		add_with_offset(L, frame, b, "object_offset");
	luaL_addchar(b, ')');
}

static int backtrace_tostring(lua_State *L)
{
	luaL_Buffer b;
	lua_Integer n;

	luaL_checktype(L, 1, LUA_TTABLE);
	n = (lua_Integer)lua_rawlen(L, 1);
	lua_settop(L, 2);
	luaL_buffinit(L, &b);
	for (lua_Integer i = 1; i <= n; i++) {
		lua_rawgeti(L, 1, i);
		lua_replace(L, 2);
		lua_pushfstring(L, i > 1 ? "\n#%I " : "#%I ", i - 1);
		luaL_addvalue(&b);
		add_frame(L, 2, &b);
	}
	luaL_pushresult(&b);
	return 1;
}

/* backtrace:print(): to the log, in one write */
static int backtrace_print(lua_State *L)
{
	luaL_tolstring(L, 1, NULL);
	print_line(L, -1);
	return 0;
}

static void fill_backtrace(lua_State *L)
{
	lua_pushcfunction(L, backtrace_tostring);
	lua_setfield(L, -2, "__tostring");
	lua_createtable(L, 0, 1);
	lua_pushcfunction(L, backtrace_print);
	lua_setfield(L, -2, "print");
	lua_setfield(L, -2, "__index");
}

void frame_list_push(lua_State *L, const struct call *call,
		     const struct hook_frame *frame, size_t n, int symbols)
{
	lua_createtable(L, (int)n, 0);
	for (size_t i = 0; i < n; i++) {
		push_frame(L, call, &frame[i], symbols);
		lua_rawseti(L, -2, (lua_Integer)i + 1);
	}
	strict_type(L, BACKTRACE, fill_backtrace);
	lua_setmetatable(L, -2);
}
