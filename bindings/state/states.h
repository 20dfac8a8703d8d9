/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * All states there are. One for the process, or one for each thread; a changed
 * script becomes a new state, and calls under way end in the one that they
 * began in. At start or in a hook.
 */
#ifndef STATES_H
#define STATES_H

#include "bindings/interp/interp.h"

/* The state that this call's handlers run in, made if need be; NULL: there is
 * none. */
extern struct interp *states_shared __attribute__((visibility("hidden")));
struct interp *states_of_thread(const struct call *call);
static inline struct interp *states_of(const struct call *call)
{
	return __builtin_expect(states_shared != NULL, 1)
		       ? states_shared
		       : states_of_thread(call);
}

/* Start: load() is how the scripts get into a state of a thread's own. 0, or
 * the message is on top. */
void states_begin(int (*load)(struct interp *in));

/* zp.options{state=}, before states_start(). 0: it is too late. */
int states_set_own(int own);

/* The first state has its scripts. */
void states_start(struct interp *in, void **slot);

/* One for scripts of that generation, in that slot of a thread; NULL: no
 * memory. */
struct interp *states_create(uint32_t generation, void **slot);

/* It has its libraries now. */
void states_opened(struct interp *in);

/* Handlers of calls run in it from now on. */
void states_put(struct interp *in, void **slot);

/* Nobody is in it any more. */
void states_destroy(struct interp *in);

/* A call's handlers will run in it again, or not any more: with the last one a
 * retired state goes. */
static inline void states_hold(struct interp *in)
{
	in->users++;
}

static inline void states_let_go(struct interp *in)
{
	if (__builtin_expect(--in->users == 0, 0))
		states_destroy(in);
}

/* Is it there, and the one that it was? */
int states_exist(const struct interp *in, uint64_t serial);

/* No handler is called any more: see hook_lost(). */
int states_are_lost(void);

/* In the child of a fork: those of other threads are gone. */
void states_after_fork(const struct call *call);

/* Of the scripts in force. From now on those are, unless later ones are
 * already.
 */
extern uint32_t states_generation __attribute__((visibility("hidden")));
void states_set_generation(uint32_t generation);

#endif
