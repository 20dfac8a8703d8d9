/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* What scripts find, in a state that has nothing yet. */
#ifndef OPEN_H
#define OPEN_H

#include <lua.h>

/* Libraries and zp into L, protected; the message on top if that fails. */
int open_state(lua_State *L);

#endif
