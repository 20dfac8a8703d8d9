/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * The level of a call: made at the first call of a thread that is nested so
 * deep, and used for all later ones. In a hook.
 */
#ifndef LEVEL_H
#define LEVEL_H

#include "bindings/interp/interp.h"
#include "bindings/state/chain.h"
#include "bindings/state/states.h"

/* Slots of its coroutine's stack that stay: message handler, regs. */
#define SLOT_HANDLER 1
#define SLOT_REGS 2

/* Of this call in that state, made or renewed as needed; NULL: no memory (said
 * once). */
struct level *level_make(struct interp *in, struct call *call);
static inline struct level *level_of(struct interp *in, struct call *call)
{
	struct level *level = *call->level;

	if (__builtin_expect(
		    level && !level->busy && level->serial == in->serial, 1))
		return level;
	return level_make(in, call);
}

/* A script can reset it with coroutine.close() from another thread. */
void level_fill_slots(struct level *level);
static inline void level_check_slots(struct level *level)
{
	if (__builtin_expect(lua_gettop(level->L) != SLOT_REGS, 0))
		level_fill_slots(level);
}

/* What its handlers have put into regs.data is not needed any more. */
void level_forget_data(struct level *level);

/* Nor is anything of the call that it had. */
static inline void level_finish(struct level *level)
{
	struct chain *chain = level->chain;
	struct interp *in = level->in;

	if (level->data_used)
		level_forget_data(level);
	level->chain = NULL;
	level->owner = NULL;
	chain_drop(in, chain);
	states_let_go(in);
}

#endif
