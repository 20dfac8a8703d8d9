/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* The fields and methods of regs, as scripts see them. */
#ifndef REGS_FIELDS_H
#define REGS_FIELDS_H

#include <lua.h>

/* In a new state: the metatable. */
void regs_fields_open(lua_State *L);

#endif
