/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * The environment in which the program was started, for os.getenv: a copy, as
 * the program may write over its own.
 */
#include "bindings/api/environment.h"

#include <string.h>

#include "hooks/hook.h"

/* Strings, one behind the other, and an empty one. */
static char *kept;

void environment_keep(char *const *envp)
{
	size_t size = 1;
	char *p;

	for (char *const *e = envp; *e; e++)
		size += strlen(*e) + 1;
	p = kept = hook_map(size);
	for (; p && *envp; envp++) {
		size_t n = strlen(*envp) + 1;

		memcpy(p, *envp, n);
		p += n;
	}
}

/* A table of values by name. */
int environment_open(lua_State *L)
{
	lua_newtable(L);
	for (const char *p = kept; p && *p; p += strlen(p) + 1) {
		size_t n = strcspn(p, "=");

		if (!p[n])
			continue;
		lua_pushlstring(L, p, n);
		lua_pushstring(L, p + n + 1);
		lua_rawset(L, -3);
	}
	return 1;
}
