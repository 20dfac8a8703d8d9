/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* The environment in which the program was started. */
#ifndef ENVIRONMENT_H
#define ENVIRONMENT_H

#include <lua.h>

/* Start: keep a copy. */
void environment_keep(char *const *envp);

/* Push it as a table. */
int environment_open(lua_State *L);

#endif
