/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* The hooks of a state, in order of registration. */
#ifndef HOOK_LIST_H
#define HOOK_LIST_H

#include "bindings/state/hook_record.h"

/* One more, the last of all. */
void hook_list_add(struct interp *in, struct hook *h);

/* One less, for good. It and what it refers to go when no call needs them. */
void hook_list_remove(struct interp *in, struct hook *h);

/* h has come, was enabled or disabled: from the next call on. Once for each
 * change of h->enabled. Returns 0 or -errno as hook_want(). */
int hook_list_changed(struct interp *in, const struct hook *h);

/* At exit: which have failed. */
void hook_list_summary(lua_State *L);

#endif
