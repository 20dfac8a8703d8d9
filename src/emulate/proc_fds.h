/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * What /proc tells of descriptors: the folders fd and fdinfo of the process and
 * its tasks, by any path, show none of ours, neither in a listing nor by name
 * nor in their size. Any context; the kernel is asked, so not where a filter
 * might not let that through.
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

/* The result of call, which is in fd_args.h as one that may tell, and what it
 * has left in memory, without ours. */
long proc_fds_result(struct call *call, long result);

#endif
