/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* What functions in C need of a state. */
#include "bindings/interp/interp.h"

#include <string.h>

int interp_method(lua_State *L, const luaL_Reg *methods, const char *name)
{
	for (const luaL_Reg *m = methods; m->name; m++)
		if (strcmp(m->name, name) == 0) {
			lua_pushcfunction(L, m->func);
			return 1;
		}
	return 0;
}

void *interp_take(lua_State *L, lua_CFunction taker)
{
	struct interp *in = interp_of(L);

	if (in->taker != taker)
		luaL_error(L, "this function is not for scripts");
	in->taker = NULL;
	return in->given;
}
