/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* zp.backtrace: the program's functions at the call under way. */
#include "bindings/api/backtrace.h"

#include <lauxlib.h>
#include <string.h>

#include "bindings/interp/frame_list.h"
#include "bindings/interp/interp.h"
#include "bindings/state/regs.h"

#define DEFAULT_MAX 64
#define MOST 512

struct options {
	lua_Integer max;
	int symbols;
};

static void set_max(lua_State *L, struct options *o)
{
	o->max = lua_tointeger(L, -1);
	if (!lua_isinteger(L, -1) || o->max < 1 || o->max > MOST)
		luaL_error(L, "zp.backtrace: max must be 1 to %d frames", MOST);
}

/* {max=, symbols=} at index. */
static void read_options(lua_State *L, int index, struct options *o)
{
	lua_pushnil(L);
	while (lua_next(L, index)) {
		const char *name = lua_type(L, -2) == LUA_TSTRING
					   ? lua_tostring(L, -2)
					   : luaL_typename(L, -2);

		if (strcmp(name, "max") == 0)
			set_max(L, o);
		else if (strcmp(name, "symbols") == 0)
			o->symbols = lua_toboolean(L, -1);
		else
			luaL_error(L,
				   "zp.backtrace: unknown option '%s' (max and "
				   "symbols are known)",
				   name);
		lua_pop(L, 1);
	}
}

/* zp.backtrace([regs] [, {max=, symbols=}]): a list of frames, innermost
 * first */
static int zp_backtrace(lua_State *L)
{
	struct options options = {DEFAULT_MAX, 1};
	struct hook_frame frame[MOST];
	const struct call *call = NULL;
	size_t n;

	if (lua_isuserdata(L, 1)) {
		call = regs_check(L, 1)->call;
		lua_remove(L, 1);
	} else if (interp_of(L)->current) {
		call = interp_of(L)->current->regs->call;
	}
	lua_settop(L, 1);
	if (!lua_isnil(L, 1)) {
		luaL_checktype(L, 1, LUA_TTABLE);
		read_options(L, 1, &options);
	}
	if (!call) {
		lua_pushnil(L);
		lua_pushliteral(L, "no system call is under way");
		return 2;
	}
	n = hook_backtrace(call, frame, (size_t)options.max);
	frame_list_push(L, call, frame, n, options.symbols);
	return 1;
}

/* zp.backtrace into the table on top */
void backtrace_open(lua_State *L)
{
	lua_pushcfunction(L, zp_backtrace);
	lua_setfield(L, -2, "backtrace");
}
