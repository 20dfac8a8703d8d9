/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Descriptors of ours (reserved_fds.h) are not there for the program. Where it
 * names one of their numbers the kernel finds another in its place that is
 * closed, in arguments and in what they point to; /proc has no such names
 * (proc_fds.h). One that closes descriptors that it did not open, or wants such
 * a number for itself, finds it free; they do not count towards its limit; and
 * the log and scripts' files go on.
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
 * close; close_range; dup2 and dup3; unshare; io_uring_setup, whose requests
 * are not seen: while there may be descriptors of ours, or is a log that the
 * program can close. As issue_call().
 */
long fd_calls_close(struct call *call);
long fd_calls_close_range(struct call *call);
long fd_calls_duplicate(struct call *call);
long fd_calls_unshare(struct call *call);
long fd_calls_set_up_ring(struct call *call);

/* There are descriptors of ours at other places than before: calls of the
 * numbers in fd_args.h come to issue_call() where they may meet them. The
 * common lock is held (hook_lock()). */
void fd_calls_changed(void);

/* The program has changed its limit on descriptors. */
void fd_calls_limit_changed(struct call *call);

/* A task is made with the memory of this one and other descriptors: the log is
 * not to hang on one that the program has as well. */
void fd_calls_part(struct call *call);

/* The vfork child for which this was kept is gone: what it has moved, in a
 * table of its own, is where it was. */
void fd_calls_put_back(const struct thread_vfork *vfork);

/* Does the call meet one of ours, or may its result tell of one? */
int fd_calls_concern(struct call *call);

static inline int fd_calls_may_concern(const struct call *call)
{
	return __builtin_expect(reserved_fds_least != INT_MAX, 0) &&
	       fd_args(call->regs.rax);
}

/* Issue it by that function, which finds none of ours named; the result is as
 * without ours. */
long fd_calls_around(struct call *call, long (*issue)(struct call *));

#endif
