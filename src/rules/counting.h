/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* What rules count of a call that matches. */
#ifndef COUNTING_H
#define COUNTING_H

#include "hooks/rule.h"

/* A call is entered: a rule of up to HOOK_RULE_CELLS, but a filter. Guard up
 * (readers.h), on the program's stack. */
void counting_entered(struct hook_rule *rule, const struct call *call,
		      unsigned int index);

/* It is done, with this result; took is 0 if there is no clock. As above. */
void counting_done(struct hook_rule *rule, const struct call *call,
		   unsigned int index, long ret, uint64_t took);

/* Is it the child, in which a fork has returned as well? */
int counting_is_child(unsigned int index, long ret);

#endif
