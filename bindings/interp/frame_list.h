/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Frames of the program, as scripts see them. In a hook. */
#ifndef FRAME_LIST_H
#define FRAME_LIST_H

#include <lua.h>

#include "hooks/hook.h"

/* Push a list of n frames that says itself as text, with their names if symbols
 * is set. call: whose they are; NULL: of any thread's. */
void frame_list_push(lua_State *L, const struct call *call,
		     const struct hook_frame *frame, size_t n, int symbols);

#endif
