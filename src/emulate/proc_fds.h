/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * What /proc shows of descriptors. The folders fd and fdinfo of the process and
 * its tasks, by whatever path, show none of ours: not in a listing, not by
 * name, not in their size. Any context. The kernel is asked, so do not call
 * this where a filter might refuse that.
 */
#ifndef PROC_FDS_H
#define PROC_FDS_H

#include "thread/call.h"

/* A path that leads to no descriptor, in such a folder. */
extern const char proc_fds_nowhere[];

/* The path ends in the number of one of ours, which is returned; 0: it does
 * not. */
int proc_fds_is_name(uintptr_t path);

/* And is one of those folders' entries for it. dir: as openat() has it. */
int proc_fds_is_own(int dir, uintptr_t path, int own);

/* The result of call as it would be without our descriptors, and the same for
 * what the call has left in memory. fd_args.h says which calls may show
 * some. */
long proc_fds_result(struct call *call, long result);

#endif
