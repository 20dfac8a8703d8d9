/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * What hooked processes have counted. They add to memory that they share with
 * the command (tables/call_counts.h), so nothing is lost that was counted,
 * however a process ends. Their log is a file in memory of the command's, which
 * each of them opens by the path /proc/PID/fd/N: a program that closes
 * descriptors, or is killed, takes nothing with it.
 */
#ifndef TALLY_H
#define TALLY_H

#include <stdio.h>

#include "tables/call_counts.h"

#define TALLY_NUMBERS TABLES_NUMBERS

/* By number, as of tally_read(); numbers that no call has count as the last
 * one. */
extern struct call_count tally[TALLY_NUMBERS];

/* Sets ZPOLINE_LOG, and a word for the script that says where the memory is.
 * Lines of the script's go to that file; NULL: nowhere. */
void tally_start(FILE *lines);

/* Read what has come, and what is counted. */
void tally_read(void);

/* The name of a number, or a text that says it. */
const char *tally_name(unsigned int nr);

enum tally_order { TALLY_TIME, TALLY_CALLS, TALLY_ERRORS, TALLY_NAME };

/* Numbers that have been called, in that order; returns how many. */
unsigned int tally_sort(enum tally_order order,
			unsigned int sorted[TALLY_NUMBERS]);

/* A table as strace -c prints it. */
void tally_print(FILE *out, enum tally_order order);

/* The same as JSON, an object for each number. */
void tally_print_json(FILE *out, enum tally_order order);

/* All is written. Say so if some of it could not be. path: of a file, or NULL.
 */
void tally_end(FILE *out, const char *path);

#endif
