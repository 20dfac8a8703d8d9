/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Finds the syscall instructions of the program and makes each one that is
 * proved to be an instruction a `call *%rax`. What cannot be proved stays.
 */
#ifndef REWRITER_H
#define REWRITER_H

#include <stddef.h>

#include "judge.h"

struct rewriter_stats {
	size_t objects;
	size_t sites[JUDGE_VERDICTS];
};

/* Rewrite every executable file mapping of the process that is not ours and
 * not named in exclude (a colon list, may be NULL). verbose >= 2: each
 * candidate that is left alone is logged. Single-threaded start-up.
 * Returns 0 or -errno (the map cannot be read, no memory). */
int rewriter_run(const char *exclude, int verbose,
		 struct rewriter_stats *stats);

#endif
