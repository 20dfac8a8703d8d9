/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* The record of a hook: its label, and what it refers to. */
#include "bindings/state/hook_record.h"

#include <lauxlib.h>

const char *hook_record_label(lua_State *L, const struct hook *h)
{
	const char *text;

	lua_rawgeti(L, LUA_REGISTRYINDEX, h->label);
	text = lua_tostring(L, -1); /* the registry keeps it */
	lua_pop(L, 1);
	return text;
}

void hook_record_forget(struct interp *in, struct hook *h)
{
	const int refs[] = {h->enter.ref, h->exit.ref, h->label, h->anchor};

	for (size_t i = 0; i < sizeof(refs) / sizeof(refs[0]); i++)
		luaL_unref(in->L, LUA_REGISTRYINDEX, refs[i]);
	h->enter.ref = h->exit.ref = h->label = h->anchor = LUA_NOREF;
}
