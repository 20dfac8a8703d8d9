/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* The environment in which the program was started. */
#ifndef ENVIRONMENT_H
#define ENVIRONMENT_H

#include <lua.h>

/* Start: keep a copy. settings: variables of the library's that are not in the
 * program's environment but come to scripts as if they were, or NULL. */
void environment_keep(char *const *envp, char *const *settings);

/* Push it as a table. */
int environment_open(lua_State *L);

#endif
