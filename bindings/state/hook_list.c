/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Which hooks there are, and what the core is told of the numbers that they
 * want.
 */
#include "bindings/state/hook_list.h"

#include "bindings/rules/shared_rules.h"
#include "bindings/state/chain.h"
#include "bindings/state/failures.h"

static enum hook_wanted sum_wanted(const struct counts *n)
{
	return !n->hooks		 ? HOOK_NONE
	       : n->results == n->hooks	 ? HOOK_RESULTS
	       : n->filtered == n->hooks ? HOOK_FILTERED
					 : HOOK_ALWAYS;
}

/* It is enabled from now on, or not any more. */
int hook_list_changed(struct interp *in, const struct hook *h)
{
	uint16_t by = h->enabled ? 1 : (uint16_t)-1;
	int err = 0;

	for (unsigned int i = hook_next(h->numbers, 0); i < HOOK_INDICES;
	     i = hook_next(h->numbers, i + 1)) {
		struct counts *n = &in->counts[i];
		int ret;

		n->hooks = (uint16_t)(n->hooks + by);
		n->results = (uint16_t)(n->results + by * h->only_results);
		n->filtered = (uint16_t)(n->filtered + by * h->filtered);
		chain_forget(in, i);
		ret = shared_rules_want(in, i, sum_wanted(n));
		err = err ? err : ret;
	}
	return err;
}

void hook_list_add(struct interp *in, struct hook *h)
{
	h->number = in->loading ? in->hooks++ : HOOK_LATE;
	*in->last = h;
	in->last = &h->next;
}

void hook_list_remove(struct interp *in, struct hook *h)
{
	struct hook **at = &in->first;

	h->uses++; /* not before the end of this */
	if (h->enabled) {
		h->enabled = 0;
		hook_list_changed(in, h);
	}
	while (*at != h)
		at = &(*at)->next;
	*at = h->next;
	if (in->last == &h->next)
		in->last = at;
	h->removed = 1;
	failures_account(h);
	if (--h->uses == 0)
		hook_record_forget(in, h);
}

void hook_list_summary(lua_State *L)
{
	for (struct hook *h = interp_of(L)->first; h; h = h->next)
		failures_account(h);
	interp_of(L)->heap.limit += MEBIBYTE; /* for what is said */
	failures_tell(L);
}
