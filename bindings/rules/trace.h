/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Lines about calls. */
#ifndef BINDINGS_TRACE_H
#define BINDINGS_TRACE_H

#include <lua.h>

/* zp.trace into the table on top. */
void trace_open(lua_State *L);

#endif
