/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* What becomes of errors, in a state of Lua's: functions that it calls. */
#ifndef ERRORS_H
#define ERRORS_H

#include <lauxlib.h>
#include <lua.h>

/* What Lua warns of, in the making, and the last error of a finalizer. */
struct errors_warning {
	size_t length;
	char text[1024], before[1024];
};

/* The message handler of protected calls: the error, at 1, as text, with its
 * place in the script and a traceback. */
int errors_explain(lua_State *L);

/* lua_setwarnf(), with a struct errors_warning. */
void errors_warn(void *warning, const char *piece, int more);

/* lua_atpanic() */
int errors_panic(lua_State *L);

#endif
