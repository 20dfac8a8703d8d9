/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * What hooked processes report to the command while they run. Their log is a
 * file in memory of the command's, which each of them opens by the path
 * /proc/PID/fd/N: a program that closes descriptors, or is killed, takes
 * nothing with it. A line that begins with the byte 1 is one call, "\1NUMBER
 * ERROR NANOSECONDS"; all other lines are the script's own.
 */
#ifndef TALLY_H
#define TALLY_H

#include <stdio.h>

#define TALLY_NUMBERS 512

struct tally_call {
	unsigned long calls;
	unsigned long errors;
	unsigned long long ns;
};

/* By number; numbers that no call has count as the last one. */
extern struct tally_call tally[TALLY_NUMBERS];

/* Sets ZPOLINE_LOG. Lines of the script's go to that file; NULL: nowhere. */
void tally_start(FILE *lines);

/* Read what has come. */
void tally_read(void);

/* The name of a number, or a text that says it. */
const char *tally_name(unsigned int nr);

enum tally_order { TALLY_TIME, TALLY_CALLS, TALLY_ERRORS, TALLY_NAME };

/* Numbers that have been called, in that order; returns how many. */
unsigned int tally_sort(enum tally_order order,
			unsigned int sorted[TALLY_NUMBERS]);

/* A table as strace -c prints it. */
void tally_print(FILE *out, enum tally_order order);

#endif
