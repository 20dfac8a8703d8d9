/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* What a script sets for its run. */
#ifndef OPTIONS_H
#define OPTIONS_H

#include <lua.h>

/* zp.options{budget=, memory=, on_error=, state=} */
int options_set(lua_State *L);

#endif
