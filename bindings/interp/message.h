/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Lines of the log that begin with "zpoline: ", in one write each. At start or
 * in a hook; none takes memory of the interpreter's.
 */
#ifndef MESSAGE_H
#define MESSAGE_H

#include <lua.h>

/* What to do about LUA_ERRMEM. */
#define MESSAGE_NO_MEMORY                                                      \
	"out of memory: zp.options{memory=} is the limit, in MiB (256 by "     \
	"default). Remedy: keep less, or raise it"

/* These strings as one line. */
#define message_say(...)                                                       \
	message_say_parts((const char *const[]){__VA_ARGS__, NULL})
void message_say_parts(const char *const *parts);

/* The message on top of L, popped; of an error by its status. */
void message_report(lua_State *L);
void message_report_error(lua_State *L, int status);

/* The same behind that text; it stays on L. */
void message_complain(lua_State *L, const char *what);

/* That message, as text; it stays. */
const char *message_of(lua_State *L, int status);

#endif
