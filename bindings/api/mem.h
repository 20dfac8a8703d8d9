/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* The program's memory. */
#ifndef MEM_H
#define MEM_H

#include <lua.h>

/* Push the table zp.mem. */
void mem_open(lua_State *L);

#endif
