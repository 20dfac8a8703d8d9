/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* The start: the first state, with its scripts or with what a parent has handed
 * on. */
#include <lauxlib.h>

#include "bindings/api/environment.h"
#include "bindings/interp/message.h"
#include "bindings/interp/script_cache.h"
#include "bindings/start/reload.h"
#include "bindings/start/scripts.h"
#include "bindings/state/events.h"
#include "bindings/state/states.h"

/* It is said why there is none. */
static struct interp *refuse_start(struct interp *in)
{
	static const char no_memory[] = "no memory for the interpreter. "
					"Remedy: raise the limit on "
					"address space (ulimit -v)";
	size_t n = sizeof(no_memory) - 1;
	const char *message = in ? luaL_tolstring(in->L, -1, &n) : no_memory;

	/* what the script had asked for before it failed */
	if (in)
		events_tell_error(in->L, message);
	hook_fatal(message, n);
	return NULL;
}

#define AS_BEFORE                                                              \
	"the script is not as it was for who has started this program, and "   \
	"what that had loaded is in force: "

/* In place of what does not load, which is as if it had been tried later: the
 * texts that were handed on. */
static struct interp *load_handed(struct interp *failed, const char *empty,
				  void **slot)
{
	struct interp *in;

	if (empty)
		message_say(AS_BEFORE, empty, " is empty");
	else
		message_complain(failed->L, AS_BEFORE);
	reload_has_tried(1);
	states_destroy(failed);
	in = states_create(states_generation, slot);
	return in && scripts_load(in) == 0 ? in : refuse_start(in);
}

/* NULL: there is none, and it was said why. */
static struct interp *load_first(void **slot)
{
	const char *empty = script_cache_half_written();
	struct interp *in = states_create(states_generation, slot);

	if (!in || (!empty && scripts_load(in) == 0))
		return in ? in : refuse_start(in);
	if (script_cache_go_back())
		return load_handed(in, empty, slot);
	return empty && scripts_load(in) == 0 ? in : refuse_start(in);
}

int hook_start(const struct hook_config *given)
{
	struct interp *in;

	if (!given->script)
		return 0;
	script_cache_open();
	environment_keep(given->envp, given->settings);
	scripts_configure(given);
	script_cache_take(given->loaded, given->only_loaded);
	states_begin(scripts_load);
	states_set_own(given->own_states);
	in = load_first(given->state);
	if (!in)
		return -1;
	states_start(in, given->state);
	if (given->reload) {
		script_cache_hand_on(states_generation);
		hook_watch_calls();
	} else {
		script_cache_keep(states_generation);
	}
	return 0;
}
