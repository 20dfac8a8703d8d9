/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Scripts that change: a changed one becomes a new state, and if it loads that
 * takes the old one's place.
 */
#include "bindings/start/reload.h"

#include "bindings/interp/message.h"
#include "bindings/interp/script_cache.h"
#include "bindings/rules/shared_rules.h"
#include "bindings/start/scripts.h"
#include "bindings/state/states.h"

/* Of the scripts that were last tried. */
static uint32_t newest;

void reload_has_tried(uint32_t generation)
{
	newest = generation;
}

/* In force in place of before, which may be NULL. */
static void replace_state(const struct call *call, struct interp *before,
			  struct interp *in)
{
	if (before) {
		shared_rules_give_up(before);
		states_let_go(before);
	}
	shared_rules_enforce(in);
	states_put(in, call->state);
}

/* Scripts of that generation, beside those in force. NULL: they do not load. */
static struct interp *load_beside(const struct call *call, uint32_t of,
				  const char *complaint)
{
	struct interp *in = states_create(of, call->state);

	if (!in)
		return NULL;
	in->pending = 1;
	if (scripts_load(in) == 0)
		return in;
	message_complain(in->L, complaint);
	states_destroy(in);
	return NULL;
}

static void try_changed(const struct call *call, struct interp *before,
			uint32_t of)
{
	struct interp *in;

	in = load_beside(call, of,
			 "the script has changed, and the one before "
			 "stays in force: ");
	if (!in)
		return;
	states_set_generation(of);
	replace_state(call, before, in);
	script_cache_hand_on(of);
	message_say("the script has changed, and is in force");
}

void hook_watch(struct call *call)
{
	struct interp *before = states_of(call);
	uint32_t last = __atomic_load_n(&newest, __ATOMIC_ACQUIRE);

	if (states_are_lost())
		return;
	if (before && before->generation != states_generation) {
		/* another thread has found that out */
		struct interp *in = load_beside(call, states_generation,
						"this thread keeps the script "
						"before: ");

		if (in)
			replace_state(call, before, in);
		else
			before->generation = states_generation;
	} else if (script_cache_changed(last) &&
		   /* or another thread tries them */
		   __atomic_compare_exchange_n(&newest, &last, last + 1, 0,
					       __ATOMIC_ACQ_REL,
					       __ATOMIC_RELAXED)) {
		try_changed(call, before, last + 1);
	}
}
