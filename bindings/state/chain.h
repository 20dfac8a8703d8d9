/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * The hooks of one number, in order. Not changed once made; freed when no call
 * runs through it and a newer one has taken its place. In a hook.
 */
#ifndef CHAIN_H
#define CHAIN_H

#include "bindings/interp/interp.h"

struct chain {
	int uses; /* calls, and being in its place */
	long nr;  /* the number, how many arguments it has, and of what width */
	int nargs;
	unsigned int widths; /* tables_widths() */
	int exits;	     /* hooks with an exit handler */
	int count;
	struct hook *hook[];
};

/* That of those that are enabled now; it is in->chains[index]. NULL: no memory.
 */
struct chain *chain_make(struct interp *in, unsigned int index);

/* A call is through, or another takes its place: with the last one it goes. */
void chain_free(struct interp *in, struct chain *c);
static inline void chain_drop(struct interp *in, struct chain *c)
{
	if (__builtin_expect(--c->uses == 0, 0))
		chain_free(in, c);
}

/* The hooks of that index have changed: the chain goes now, or at its last use.
 */
static inline void chain_forget(struct interp *in, unsigned int index)
{
	struct chain *c = in->chains[index];

	if (!c)
		return;
	in->chains[index] = NULL;
	chain_drop(in, c);
}

#endif
