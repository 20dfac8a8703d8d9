/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * The program's stack, from a call of its on: by unwind tables, through the
 * frames of signals, and by frame pointers where there is no table. Whatever
 * the stack holds, it ends.
 */
#ifndef UNWIND_H
#define UNWIND_H

#include <stddef.h>

#include "thread/call.h"

struct hook_frame {
	uintptr_t addr; /* the call site; return addresses; what a signal has
			   interrupted */
	int exact;	/* it is in the function itself: no return address */
};

/* Between objects_begin() and objects_end(). How many of at most max were
 * found, the call site first. */
size_t unwind_walk(const struct frame *call, struct hook_frame *frame,
		   size_t max);

#endif
