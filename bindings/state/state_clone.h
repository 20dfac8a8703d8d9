/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Copies of a state that is open: see state_clone.c. */
#ifndef STATE_CLONE_H
#define STATE_CLONE_H

#include "bindings/interp/interp.h"

/* A copy of this state, which has just been opened, is kept, unless there is
 * one. */
void state_clone_keep(const struct interp *in);

/* The same for the programs that this one starts, unless they have one. */
void state_clone_hand_on(const struct interp *in);

/* in, which has nothing yet, becomes such a state; at start, one that was
 * handed on. 0: there is none to be had. */
int state_clone_open(struct interp *in, int at_start);

#endif
