/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Events, and the functions that a script has for them. */
#ifndef EVENTS_H
#define EVENTS_H

#include <lua.h>

/* In a new state. */
void events_open(lua_State *L);

/* zp.on(name, fn) */
int events_on(lua_State *L);

/* The functions of the event "error" are called: a handler has failed for the
 * first time, with that message. */
void events_tell_error(lua_State *L, const char *message);

#endif
