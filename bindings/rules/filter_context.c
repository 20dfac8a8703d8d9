/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* What the parts of a filter lead to, kept while it is read. */
#include "bindings/rules/filter_context.h"

void filter_context_anchor(lua_State *L, const struct filter_context *m)
{
	lua_rawseti(L, m->parts, (lua_Integer)lua_rawlen(L, m->parts) + 1);
}

void *filter_context_keep(lua_State *L, const struct filter_context *m,
			  size_t size)
{
	void *p = lua_newuserdatauv(L, size, 0);

	filter_context_anchor(L, m);
	return p;
}
