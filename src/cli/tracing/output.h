/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Where trace lines are written to: one file for all, or one for each process.
 * Lines are gathered, and written in large pieces. A line that cannot be
 * written is lost, and counted.
 */
#ifndef OUTPUT_H
#define OUTPUT_H

#include <stddef.h>

struct output;

/* All lines go to fd. */
void output_to(int fd);

/* Each process has a file of its own: this name, with its id in place of %p. */
void output_to_files(const char *name);

/* The one of a process. */
struct output *output_of(int pid);

/* Add text. Returns 1 if so much is gathered that output_flush() is due. */
int output_add(struct output *out, const char *text, size_t n);

/* Write all that was gathered. */
void output_flush(void);

/* The process has ended: flush, and close its file. */
void output_end(struct output *out);

/* Why lines were lost: errno; 0: none were. */
int output_failure(void);

#endif
