/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* The process that scripts run in. */
#ifndef PROCESS_H
#define PROCESS_H

#include <lua.h>

/* zp.pid and its like, and zp.fd, into the table on top. */
void process_open(lua_State *L);

#endif
