/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Counters and histograms. */
#ifndef COUNTERS_H
#define COUNTERS_H

#include <lua.h>

/* zp.count, zp.hist, zp.stats and zp.map into the table on top. */
void counters_open(lua_State *L);

#endif
