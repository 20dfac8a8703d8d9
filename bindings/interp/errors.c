/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * What becomes of an error of Lua's: a message that says which line of the
 * script led to it. And what Lua says itself: warnings, and that it gives up.
 */
#include "bindings/interp/errors.h"

#include <string.h>

#include "bindings/interp/message.h"
#include "hooks/hook.h"

/* Does the message begin with "hook.lua:3: "? */
static int has_position(const char *message)
{
	size_t n = strcspn(message, ":\n");

	while (message[n] == ':') {
		size_t digits = strspn(message + n + 1, "0123456789");

		if (digits && message[n + 1 + digits] == ':')
			return 1;
		n += 1 + strcspn(message + n + 1, ":\n");
	}
	return 0;
}

/* Push "hook.lua:3: ", the script's line that led to the error: the innermost
 * one in a file. */
static void push_position(lua_State *L)
{
	lua_Debug where;

	for (int level = 1; lua_getstack(L, level, &where); level++)
		if (lua_getinfo(L, "Sl", &where) && where.currentline > 0 &&
		    where.source[0] == '@') {
			lua_pushfstring(L, "%s:%d: ", where.short_src,
					where.currentline);
			return;
		}
	lua_pushliteral(L, "");
}

static int make_text(lua_State *L)
{
	luaL_tolstring(L, 1, NULL);
	return 1;
}

/* The error at 1 as text. Of an object only its own __tostring says more than
 * what it is, and that may fail. */
static const char *push_text(lua_State *L)
{
	if (lua_isstring(L, 1)) {
		lua_pushvalue(L, 1);
		return lua_tostring(L, -1);
	}
	if (luaL_getmetafield(L, 1, "__tostring") != LUA_TNIL) {
		lua_pop(L, 1);
		lua_pushcfunction(L, make_text);
		lua_pushvalue(L, 1);
		if (lua_pcall(L, 1, 1, 0) == LUA_OK)
			return lua_tostring(L, -1);
		lua_pop(L, 1);
	}
	return lua_pushfstring(L, "an error that is not text but a %s value",
			       luaL_typename(L, 1));
}

/* Raised by zpoline.args.fail(): whoever started the script has made a mistake,
 * and where in the script that was found is no help. */
static int is_mistake(lua_State *L)
{
	int is = luaL_getmetafield(L, 1, "__name") == LUA_TSTRING &&
		 strcmp(lua_tostring(L, -1), "zpoline.mistake") == 0;

	lua_settop(L, 1);
	return is;
}

/* The first level that tells of a script: an error that one of our own modules
 * raises of what it was given is told from there on, one in a module ("zpoline.
 * path:12: ...") from the innermost. */
static int first_told(lua_State *L, const char *message)
{
	int is_inside = strncmp(message, "zpoline.", 8) == 0, ours = 0;
	lua_Debug where;

	for (int level = 1; !is_inside && lua_getstack(L, level, &where);
	     level++) {
		lua_getinfo(L, "S", &where);
		if (where.source[0] == '@')
			return ours ? level : 1;
		ours |= *where.what != 'C';
	}
	return 1;
}

int errors_explain(lua_State *L)
{
	const char *message;
	int level;

	if (is_mistake(L)) {
		push_text(L);
		return 1;
	}
	message = push_text(L);
	level = first_told(L, message);
	if (!has_position(message)) {
		push_position(L);
		lua_insert(L, -2);
		lua_concat(L, 2);
	}
	lua_pushliteral(L, "\n");
	luaL_traceback(L, L, NULL, level);
	lua_concat(L, 3);
	return 1;
}

/* The error of a finalizer, which each object of a kind may have: said once in
 * a row. */
static int is_repeated(struct errors_warning *w)
{
	if (strncmp(w->text, "error in ", 9) != 0)
		return 0;
	if (strcmp(w->text, w->before) == 0)
		return 1;
	memcpy(w->before, w->text, sizeof(w->before));
	return 0;
}

/* Lua's warnings, in pieces: what warn() is given, and the errors of
 * finalizers. */
void errors_warn(void *ud, const char *piece, int more)
{
	struct errors_warning *w = ud;
	size_t n = strlen(piece), room = sizeof(w->text) - 1 - w->length;

	if (n > room)
		n = room;
	memcpy(w->text + w->length, piece, n);
	w->length += n;
	if (more)
		return;
	w->text[w->length] = '\0';
	w->length = 0;
	if (w->text[0] == '@' || is_repeated(w)) /* "@on" is for Lua's own */
		return;
	message_say("warning: ", w->text);
}

/* Lua gave up outside any handler: no memory for the interpreter itself. */
int errors_panic(lua_State *L)
{
	const char *message = lua_tostring(L, -1);

	message_say("the interpreter stopped: ", message ? message : "");
	hook_abort();
}
