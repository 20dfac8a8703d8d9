/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* The kernel's clocks. */
#ifndef TIME_H
#define TIME_H

#include <lua.h>
#include <stdint.h>

/* ns of the monotonic clock */
int64_t time_now(void);

/* zp.now and zp.sleep into the table on top. */
void time_open(lua_State *L);

/* Push zpoline.clock, for os.lua. */
int time_open_clock(lua_State *L);

#endif
