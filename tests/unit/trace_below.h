/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* The rooms below src/trace as a test sets them, and what they were asked. */
#ifndef TRACE_BELOW_H
#define TRACE_BELOW_H

#include <stddef.h>
#include <stdint.h>

#include "thread/thread.h"

/* Whatever was asked, a line each: what, a level or 0, bytes. */
extern char heard[65536];
void hear(const char *what, long level, const char *bytes, size_t n);

/* The record of the one thread there is. */
extern struct thread the_thread;

/* Pages that are there still, and how many more there may be. */
extern int pages, pages_left;

/* ns, by the vDSO: the time of day, and the monotonic one; 0: they are had by
 * the call alone, which says 7.000000008 s. */
extern uint64_t clocks[2];

/* The last call of our own, and whether the program's filters let one pass. */
extern long called;
extern int may;

/* For log_divert: the command reads. And the lines go to the log anyway. */
void to_ring(const char *bytes, size_t n);
extern int is_direct;

#endif
