/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Modules for scripts: zpoline.format, and zpoline.constants, which has names
 * of constants and their values. */
#ifndef FORMAT_H
#define FORMAT_H

#include <lua.h>

int format_open(lua_State *L);
int format_open_constants(lua_State *L);

#endif
