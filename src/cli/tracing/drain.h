/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * The reading end of the file that trace lines go through
 * (tables/ring_file.h): lanes are merged by time. Lines of one thread are in
 * order; a line is not written before all that may be older are there.
 */
#ifndef DRAIN_H
#define DRAIN_H

#include <stddef.h>
#include <stdint.h>

struct process;
struct ring_open_line;

/* A full lane loses lines, and its thread does not wait. All lines go to the
 * log, in the order of the program's own output there; what is under way comes
 * here. */
#define DRAIN_DROPS 1
#define DRAIN_DIRECT 2

/* Make the file, for programs that are started from now on. how: of these.
 * Returns its path; NULL: there can be none, and errno says why. */
const char *drain_start(int how);

/* What a line of a call is that has not come back: written with its own words
 * by who has started all this. */
typedef void drain_cut_fn(const struct process *p, const char *text, size_t n);

/*
 * Read what has come, and write it with output.h. Lanes of threads that are no
 * more are given back. Returns how much was read, in the hundredth of a lane
 * that had the most.
 */
int drain_read(drain_cut_fn *cut);

/* The same for all that there is: nobody writes any more. */
void drain_rest(drain_cut_fn *cut);

/* Processes go on, but are not read any more: their threads find out, and write
 * to the log from then on. The calls that are under way are told to cut. */
void drain_detach(drain_cut_fn *cut);

/* Nobody has a lane: the reader may leave. Returns 0: somebody has. */
int drain_leave(void);

/* From now on the caller gets SIGCHLD, which it has blocked, when a process has
 * come: one that dies at once is to be looked at before. */
void drain_listen(void);

/* The file is removed. */
void drain_end(void);

/* Lines that were dropped. */
unsigned long drain_dropped(void);

/* The monotonic clock in ns. */
uint64_t drain_now(void);

#endif
