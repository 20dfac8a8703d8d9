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

static size_t measure_list(char *const *list)
{
	size_t size = 0;

	for (; list && *list; list++)
		size += strlen(*list) + 1;
	return size;
}

static char *copy_list(char *p, char *const *list)
{
	for (; list && *list; list++) {
		size_t n = strlen(*list) + 1;

		memcpy(p, *list, n);
		p += n;
	}
	return p;
}

void environment_keep(char *const *envp, char *const *settings)
{
	kept = hook_map(measure_list(envp) + measure_list(settings) + 1);
	if (kept)
		copy_list(copy_list(kept, envp), settings);
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
