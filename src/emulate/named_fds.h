/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Descriptors that a call names not by an argument but in memory that an
 * argument points to (what poll waits for, what a message passes on), and those
 * that are arguments in some forms of a call only. Any context.
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
 * Look at what call names beside its arguments. FIND: returns 1 if one is ours.
 * HIDE: hides ours; returns 0, or -errno as the call's result if one cannot be
 * hidden. What HIDE has changed in memory stays so for the time of the call,
 * which names a closed descriptor and therefore does not wait.
 */
long named_fds_walk(struct call *call, enum named_fds what);

#endif
