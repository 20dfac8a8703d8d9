/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * What states have asked for, and have in common if they run the same scripts.
 * At start or in a hook.
 */
#ifndef SHARED_RULES_H
#define SHARED_RULES_H

#include "bindings/interp/interp.h"

/* What a state has asked for. */
struct shared_rule {
	struct shared_rule *next, **at;
	struct hook_rule *rule;
	int enabled;
	int dropped; /* with its state, in which handles may be left */
	uint8_t bit; /* of the rule */
	uint32_t since;
};

/* A rule like the model is in force from now on, or one that another state has
 * asked for at the same place of the script. Or a Lua error. */
struct shared_rule *shared_rules_make(lua_State *L,
				      const struct hook_rule *model);
void shared_rules_enable(struct interp *in, struct shared_rule *shared,
			 int enabled);

/* It is gone, and with the last one of them the rule. */
void shared_rules_drop(struct interp *in, struct shared_rule *shared);

/* in->counts[index].wanted becomes that. 0, or -errno as hook_want(). */
int shared_rules_want(struct interp *in, unsigned int index,
		      enum hook_wanted now);

/* What was held back while the scripts were loaded is in force. */
void shared_rules_enforce(struct interp *in);

/* Locked: scripts that came after its are in force. What it does to its own
 * thread's calls stays, and ends with it. */
void shared_rules_withdraw(struct interp *in);

/* All that it has asked for is given up. */
void shared_rules_give_up(struct interp *in);

#endif
