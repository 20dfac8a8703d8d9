/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* The memory of rules. */
#ifndef BLOCKS_H
#define BLOCKS_H

#include <lua.h>

#include "hooks/hook.h"

/* A rule like the model, not in force, which has counted nothing. Or a Lua
 * error: the state has no room for it. */
struct hook_rule *blocks_make(lua_State *L, const struct hook_rule *model);

/* Its bytes, with those of pages apart. */
size_t blocks_size(const struct hook_rule *rule);

/* Locked: it was never in force. */
void blocks_free(struct hook_rule *rule);

/* Locked: in force, as hook_rule_add(), and not any more. In either case it is
 * freed when no call looks at it. */
int blocks_add(struct hook_rule *rule);
void blocks_remove(struct hook_rule *rule);

/* Locked: those that can be are freed. */
void blocks_collect(void);

#endif
