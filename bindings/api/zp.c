/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* The table zp, put together of what the files beside have. And zp.log. */
#include "bindings/api/zp.h"

#include <lauxlib.h>
#include <lualib.h>
#include <string.h>

#include "bindings/api/backtrace.h"
#include "bindings/api/hook_handle.h"
#include "bindings/api/mem.h"
#include "bindings/api/options.h"
#include "bindings/api/process.h"
#include "bindings/api/raw_calls.h"
#include "bindings/api/shared.h"
#include "bindings/api/time.h"
#include "bindings/interp/modules.h"
#include "bindings/interp/print.h"
#include "bindings/counts/counters.h"
#include "bindings/rules/inject.h"
#include "bindings/rules/trace.h"
#include "bindings/runtime/names.h"
#include "bindings/runtime/strict.h"
#include "bindings/state/events.h"

/* zp.log(format, ...): string.format, then as print */
static int zp_log(lua_State *L)
{
	luaL_checkstring(L, 1);
	lua_pushvalue(L, lua_upvalueindex(1));
	lua_insert(L, 1);
	lua_call(L, lua_gettop(L) - 1, 1);
	print_line(L, -1);
	return 0;
}

/* Parts of zp that are modules in Lua, or fields of such: loaded when first
 * used. */
static const struct {
	const char *key, *module, *field;
} lazy[] = {
	{"const", "zpoline.const", NULL},
	{"decode", "zpoline.format", "decode"},
	{"format", "zpoline.format", "format"},
	{"json", "zpoline.json", NULL},
	{"path", "zpoline.path", "of"},
};

static int zp_index(lua_State *L)
{
	const char *key = lua_type(L, 2) == LUA_TSTRING ? lua_tostring(L, 2)
							: "";
	size_t i = 0;

	while (i < sizeof(lazy) / sizeof(lazy[0]) &&
	       strcmp(key, lazy[i].key) != 0)
		i++;
	if (i == sizeof(lazy) / sizeof(lazy[0]))
		return strict_unknown(L, "zp", NULL);
	modules_require(L, lazy[i].module);
	if (lazy[i].field)
		lua_getfield(L, -1, lazy[i].field);
	lua_pushvalue(L, -1);
	lua_setfield(L, 1, key);
	return 1;
}

static const luaL_Reg functions[] = {
	{"on", events_on},
	{"options", options_set},
	{NULL, NULL},
};

void zp_open(lua_State *L)
{
	events_open(L);
	lua_createtable(L, 0, 32);
	luaL_setfuncs(L, functions, 0);
	lua_getglobal(L, LUA_STRLIBNAME);
	lua_getfield(L, -1, "format");
	lua_remove(L, -2);
	lua_pushcclosure(L, zp_log, 1);
	lua_setfield(L, -2, "log");
	mem_open(L);
	lua_setfield(L, -2, "mem");
	process_open(L);
	raw_calls_open(L);
	time_open(L);
	lua_pushliteral(L, ZPOLINE_VERSION);
	lua_setfield(L, -2, "version");
	names_open(L);
	hook_handle_open(L);
	counters_open(L);
	inject_open(L);
	trace_open(L);
	backtrace_open(L);
	shared_open(L);
	lua_createtable(L, 0, 1);
	lua_pushcfunction(L, zp_index);
	lua_setfield(L, -2, "__index");
	lua_setmetatable(L, -2);
	lua_pushvalue(L, -1);
	modules_set(L, "zpoline");
	lua_setglobal(L, "zp");

	print_push(L);
	lua_setglobal(L, "print");
}
