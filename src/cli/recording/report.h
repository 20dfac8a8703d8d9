/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* A recording summed up, and the page that shows it. */
#ifndef REPORT_H
#define REPORT_H

#include <stdio.h>

#include "cli/recording/intern.h"
#include "cli/recording/recording.h"

struct report_call {
	unsigned int thread, name, text, error; /* numbers; error + 1, 0: none
						 */
	long long start;			/* us since 1970 */
	long long took;				/* ns; -1: not known */
};

struct report_thread {
	long pid, tid;
	char *program;	     /* NULL: not known */
	unsigned long calls; /* 0 of a child that is only known by its fork */
};

/* A line of a table. */
struct report_row {
	unsigned long calls, errors;
	double time, longest; /* s */
	unsigned long long in, out;
};

struct report {
	struct report_call *calls;
	unsigned int n;
	struct intern names, errors, texts, threads, files, failures;
	struct report_thread *thread; /* by number */
	/* by number of names, files and failures ("name error") */
	struct report_row *name_rows, *file_rows, *failure_rows;
	double begin, end; /* s since 1970 */
};

/* How many threads have made calls. */
unsigned int report_threads(const struct report *report);

/* Take one more call or event. */
void report_add(struct report *report, const struct recording_call *call);

/* The whole, as one page of HTML that needs nothing else. */
void report_page(FILE *out, const struct report *report, const char *title);

#endif
