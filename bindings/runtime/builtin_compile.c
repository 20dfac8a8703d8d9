/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * builtin_compile NAME SOURCE OUT METHODS: a tool of the build. A module in Lua
 * as bytecode of the Lua that the library has in it, with its line numbers,
 * once METHODS (builtin_methods.lua) has been over its text.
 */
#include <stdio.h>

#include <lauxlib.h>
#include <lua.h>
#include <lualib.h>

static int write_part(lua_State *L, const void *part, size_t size, void *out)
{
	(void)L;
	return fwrite(part, 1, size, out) != size;
}

static int load_source(lua_State *L, const char *name, const char *source,
		       const char *methods)
{
	FILE *in = fopen(source, "rb");
	char part[4096];
	luaL_Buffer b;
	size_t n;

	if (!in || luaL_dofile(L, methods))
		return -1;
	luaL_buffinit(L, &b);
	while ((n = fread(part, 1, sizeof(part), in)) > 0)
		luaL_addlstring(&b, part, n);
	luaL_pushresult(&b);
	fclose(in);
	if (lua_pcall(L, 1, 1, 0))
		return -1;
	lua_pushfstring(L, "=%s", name);
	return luaL_loadbufferx(L, lua_tostring(L, -2), lua_rawlen(L, -2),
				lua_tostring(L, -1), "t");
}

int main(int argc, char **argv)
{
	lua_State *L = luaL_newstate();
	FILE *out = argc == 5 ? fopen(argv[3], "wb") : NULL;

	if (!L || !out)
		return 2;
	luaL_openlibs(L);
	if (load_source(L, argv[1], argv[2], argv[4])) {
		fprintf(stderr, "%s: %s\n", argv[2],
			lua_isstring(L, -1) ? lua_tostring(L, -1)
					    : "cannot be read");
		return 1;
	}
	if (lua_dump(L, write_part, out, 0) || fclose(out))
		return 1;
	lua_close(L);
	return 0;
}
