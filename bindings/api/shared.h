/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Values that threads and forked children have in common. */
#ifndef SHARED_H
#define SHARED_H

#include <lua.h>

/* zp.shared into the table on top. */
void shared_open(lua_State *L);

#endif
