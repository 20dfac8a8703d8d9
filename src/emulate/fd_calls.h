/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Hides our descriptors (reserved_fds.h) from the program. Where the program
 * names one of their numbers, in an argument or in memory that an argument
 * points to, the kernel gets the number of a closed descriptor. /proc does not
 * list them (proc_fds.h). A program that closes descriptors it did not open, or
 * wants such a number for itself, finds the number free. Our descriptors do not
 * count towards its limit. The log and the files of scripts stay open all the
 * while.
 */
#ifndef FD_CALLS_H
#define FD_CALLS_H

#include <limits.h>
#include <stddef.h>
#include <stdint.h>

#include "base/reserved_fds.h"
#include "rules/fd_args.h"
#include "thread/call.h"

struct thread_vfork;

/*
 * close; close_range; dup2 and dup3; unshare; io_uring_setup, because requests
 * in a ring are not seen. They are called while there may be descriptors of
 * ours, or a log that the program can close. As issue_call().
 */
long fd_calls_close(struct call *call);
long fd_calls_close_range(struct call *call);
long fd_calls_duplicate(struct call *call);
long fd_calls_unshare(struct call *call);
long fd_calls_set_up_ring(struct call *call);

/* Descriptors of ours have got other numbers. From now on issue_call() gets the
 * calls of fd_args.h that may meet them. The common lock is held
 * (hook_lock()). */
void fd_calls_changed(void);

/* The program has changed its limit on descriptors. */
void fd_calls_limit_changed(struct call *call);

/* A task is made that shares the memory of this one and has descriptors of its
 * own. The log must not depend on a descriptor that the program has too. */
void fd_calls_part(struct call *call);

/* The vfork child for which this was kept is gone. What it moved in its own
 * table has its old place again. */
void fd_calls_put_back(const struct thread_vfork *vfork);

/* Does the call meet one of ours, or may its result tell of one? */
int fd_calls_concern(struct call *call);

static inline int fd_calls_may_concern(const struct call *call)
{
	return __builtin_expect(reserved_fds_least != INT_MAX, 0) &&
	       fd_args(call->regs.rax);
}

/* Issue the call by that function, which gets none of our descriptors. The
 * result is as it would be without them. */
long fd_calls_around(struct call *call, long (*issue)(struct call *));

#endif
