/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Files, read once by each generation of the scripts, so that all its states
 * run the same text wherever the program has gone meanwhile. At start or in a
 * hook.
 */
#ifndef SCRIPT_CACHE_H
#define SCRIPT_CACHE_H

#include <lua.h>
#include <stdint.h>

/* Push the text; on failure push nothing and return -errno. */
long script_cache_read(lua_State *L, const char *path);

/* The working directory as it is now: relative paths are from there. */
void script_cache_open(void);

/* A file that scripts of that generation have read is another one now. */
int script_cache_changed(uint32_t generation);

/* Children that do not follow a script's changes in time are to have these, if
 * what they find then does not load: the texts of that generation. */
void script_cache_hand_on(uint32_t generation);

/* Start: the same for those that cannot read the files. */
void script_cache_keep(uint32_t generation);

/* Start: what was handed on to this program. is_all: in place of the files. */
void script_cache_take(const char *handed, int is_all);

/* One of those files that is empty now; NULL: none. */
const char *script_cache_half_written(void);

/* The scripts that were read, as generation 0, have not loaded: they become
 * generation 1, and what was handed on is 0 from here on. 0: it is no other. */
int script_cache_go_back(void);

#endif
