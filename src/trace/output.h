/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Where lines of trace go: to the command that reads them (ring.h), or else to
 * the log. The guard is up. */
#ifndef OUTPUT_H
#define OUTPUT_H

#include <stddef.h>
#include <stdint.h>

#include "base/log.h"
#include "thread/thread.h"

/* Is it worth while to say what a line is so far? */
static inline int output_is_read(void)
{
	return log_divert != NULL;
}

/* This is the line of a call at that level so far, in case that the thread
 * dies. time: ns. is_exec: the program that may come instead tells the rest. */
void output_open(struct thread *t, uint32_t level, const char *text, size_t n,
		 uint64_t time, int is_exec);

/* It is not to be. */
void output_forget(struct thread *t, uint32_t level);

/*
 * A line with its newline, of this thread. level: of the line that was opened
 * and is complete now, OUTPUT_APART: of none. It may wait for its reader, as a
 * write of the program would. locked: the thread holds the lock on the
 * interpreter.
 */
#define OUTPUT_APART UINT32_MAX
void output_write(struct thread *t, const char *line, size_t n, uint32_t level,
		  int locked);

#endif
