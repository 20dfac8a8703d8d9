/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Signals, for scripts. */
#ifndef SIGINFO_H
#define SIGINFO_H

#include <lua.h>

#include "hooks/hook.h"

/* The number of "SIGUSR1" or "USR1", 0: there is no such signal. */
int siginfo_number(const char *name);

/* Push what is known of a HOOK_SIGNAL. */
void siginfo_push(lua_State *L, const struct call *call);

#endif
