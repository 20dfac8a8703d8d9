/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Files of scripts. */
#ifndef FILES_H
#define FILES_H

#include <lua.h>

/* Push what lua/zpoline/io.lua works with. */
int files_open(lua_State *L);

#endif
