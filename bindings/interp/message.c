/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* What the interpreter side has to say: lines of the log. */
#include "bindings/interp/message.h"

#include <string.h>

#include "hooks/hook.h"

struct line {
	size_t n;
	char text[8192];
};

static void add_text(struct line *line, const char *text, size_t length)
{
	size_t room = sizeof(line->text) - 1 - line->n;

	if (length > room)
		length = room;
	memcpy(line->text + line->n, text, length);
	line->n += length;
}

void message_say_parts(const char *const *parts)
{
	struct line line = {.n = 0};

	add_text(&line, "zpoline: ", 9);
	for (; *parts; parts++)
		add_text(&line, *parts, strlen(*parts));
	line.text[line.n++] = '\n';
	hook_log(line.text, line.n);
}

void message_report(lua_State *L)
{
	struct line line = {.n = 0};
	size_t length = 0;
	const char *message = lua_tolstring(L, -1, &length);

	add_text(&line, "zpoline: ", 9);
	add_text(&line, message, length); /* zeros among them */
	line.text[line.n++] = '\n';
	hook_log(line.text, line.n);
	lua_pop(L, 1);
}

void message_report_error(lua_State *L, int status)
{
	if (status == LUA_ERRMEM) {
		message_say(MESSAGE_NO_MEMORY);
		lua_pop(L, 1);
	} else {
		message_report(L);
	}
}

const char *message_of(lua_State *L, int status)
{
	const char *message = status == LUA_ERRMEM ? NULL : lua_tostring(L, -1);

	return message ? message : MESSAGE_NO_MEMORY;
}

void message_complain(lua_State *L, const char *what)
{
	const char *message = lua_tostring(L, -1);

	message_say(what, message ? message : "an error that is not text");
}
