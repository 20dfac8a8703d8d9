/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* print, and the way out that it shares with all that writes lines. */
#include "bindings/interp/print.h"

#include <lauxlib.h>

#include "hooks/hook.h"

void print_line(lua_State *L, int index)
{
	size_t n;
	const char *line;

	lua_pushvalue(L, index);
	lua_pushliteral(L, "\n");
	lua_concat(L, 2);
	line = lua_tolstring(L, -1, &n);
	hook_log(line, n);
	lua_pop(L, 1);
}

/* print(...): one line, one write, to the zpoline log */
static int print_values(lua_State *L)
{
	int n = lua_gettop(L);
	luaL_Buffer b;

	luaL_buffinit(L, &b);
	for (int i = 1; i <= n; i++) {
		if (i > 1)
			luaL_addchar(&b, '\t');
		luaL_tolstring(L, i, NULL);
		luaL_addvalue(&b);
	}
	luaL_pushresult(&b);
	print_line(L, -1);
	return 0;
}

void print_push(lua_State *L)
{
	lua_pushcfunction(L, print_values);
}
