/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Calls, errors and time of each system call. */
#ifndef CALL_STATS_H
#define CALL_STATS_H

#include <lua.h>

/* zp.stats into the table on top. */
void call_stats_open(lua_State *L);

#endif
