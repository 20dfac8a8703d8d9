/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * How calls are counted by number: memory that threads, and processes of one
 * run, add to, and that the command reads while they do. Types only.
 */
#ifndef CALL_COUNTS_H
#define CALL_COUNTS_H

#include <stdint.h>

#include "tables/tables.h"

struct call_count {
	uint64_t calls, errors;
	uint64_t ns, longest; /* all calls, one call */
};

/* Threads add to one row each; what is counted is the sum of the rows. Numbers
 * that no call has count as the last one. */
#define CALL_COUNTS_ROWS 16

struct call_counts {
	struct call_count row[CALL_COUNTS_ROWS][TABLES_NUMBERS];
};

#endif
