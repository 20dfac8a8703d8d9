/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Where lines of trace go. */
#ifndef OUTPUT_H
#define OUTPUT_H

#include <stddef.h>

#include "thread/thread.h"

/* A line with its newline, of this thread. The guard is up. It may wait for its
 * reader, as a write of the program would. locked: the thread holds the lock on
 * the interpreter. */
void output_write(struct thread *t, const char *line, size_t n, int locked);

#endif
