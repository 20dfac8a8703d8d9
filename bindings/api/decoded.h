/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* zp.decode(regs): a call as a table. */
#ifndef DECODED_H
#define DECODED_H

#include <lua.h>

int decoded_push(lua_State *L);

#endif
