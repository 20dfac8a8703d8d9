/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Walks the program's stack from a system call on: by unwind tables, through
 * the frames of signals, and by frame pointers where there is no table. The
 * walk ends whatever the stack contains.
 */
#ifndef UNWIND_H
#define UNWIND_H

#include <stddef.h>
#include <stdint.h>

#include "thread/call.h"

struct hook_frame {
	uintptr_t addr; /* the call site; return addresses; what a signal has
			   interrupted */
	int exact;	/* it is in the function itself: no return address */
};

/* Call it between objects_begin() and objects_end(). Returns how many frames
 * were found, at most max, the call site first. */
size_t unwind_walk(const struct frame *call, struct hook_frame *frame,
		   size_t max);

/* The same of what a signal has interrupted, whose handler has this ucontext.
 */
size_t unwind_walk_signal(uintptr_t uc, struct hook_frame *frame, size_t max);

#endif
