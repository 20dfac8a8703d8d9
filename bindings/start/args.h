/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* zp.args: the words that a script is given. */
#ifndef ARGS_H
#define ARGS_H

#include <lua.h>

/* Make zp.args anew of the words in text (ZPOLINE_ARGS, or NULL): those that
 * are for that script, counted from 1, or, if it is 0, all. */
void args_set(lua_State *L, const char *text, int script);

#endif
