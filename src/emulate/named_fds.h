/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Numbers of descriptors that are not arguments of a call but stand where one
 * points: what poll waits for, what a message passes on, and the like; and
 * those that are arguments in some of its forms only. Any context.
 */
#ifndef NAMED_FDS_H
#define NAMED_FDS_H

#include "thread/call.h"

/* A number that is closed in every process: the kernel has none that high.
 * Those that are hidden in memory have the same and their own. */
#define NAMED_FDS_CLOSED 0x7c000000

enum named_fds {
	NAMED_FDS_FIND, /* one of ours */
	NAMED_FDS_HIDE, /* another number in its place, in the program's memory
			 */
	NAMED_FDS_SHOW, /* as it was */
};

/*
 * What call names beside its arguments. FIND: returns 1 if one is ours. HIDE:
 * returns the call's result, -errno, if it cannot be hidden, or 0. What HIDE
 * has changed is there for so long as a call with a closed descriptor takes,
 * which does not wait.
 */
long named_fds_walk(struct call *call, enum named_fds what);

#endif
