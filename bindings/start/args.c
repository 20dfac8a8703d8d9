/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * zp.args. In ZPOLINE_ARGS a word that begins with the byte 2 and has a number
 * behind it says which script of ZPOLINE_SCRIPT's list the next ones are for;
 * the words before the first such one are for all. A word that begins with the
 * byte 1 is a chunk's text, for scripts/inner/chunk.lua: only the script that
 * it is for sees it. See src/cli/launch/child_env.h.
 */
#include "bindings/start/args.h"

#include <string.h>

#include "bindings/interp/modules.h"

#define CHUNK '\1'
#define OWNER '\2'

#define BLANKS " \t\n"

/* The number behind that byte. */
static int read_owner(const char *text)
{
	int n = 0;

	while (*++text >= '0' && *text <= '9' && n < 100000)
		n = 10 * n + *text - '0';
	return n;
}

static int is_for(int script, int owner, char first)
{
	if (!script)
		return first != CHUNK;
	return !owner || owner == script;
}

void args_set(lua_State *L, const char *text, int script)
{
	int owner = 0, count = 0;

	modules_require(L, "zpoline");
	lua_pushliteral(L, "args");
	lua_newtable(L);
	while (text && *(text += strspn(text, BLANKS))) {
		size_t n = strcspn(text, BLANKS);

		if (*text == OWNER) {
			owner = read_owner(text);
		} else if (is_for(script, owner, *text)) {
			lua_pushlstring(L, text, n);
			lua_rawseti(L, -2, ++count);
		}
		text += n;
	}
	lua_rawset(L, -3);
	lua_pop(L, 1);
}
