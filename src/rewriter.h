/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Finds the syscall instructions of the program and makes each one that is
 * proved to be an instruction a `call *%rax`. What cannot be proved stays.
 */
#ifndef REWRITER_H
#define REWRITER_H

#include <stddef.h>

#include "judge.h"
#include "maps.h"

struct rewriter_stats {
	size_t objects;
	size_t sites[JUDGE_VERDICTS];
};

/* Rewrite every executable file mapping of the process that is not ours and
 * not named in exclude (a colon list, may be NULL). verbose >= 2: each
 * candidate that is left alone is logged. Both hold for rewriter_late() as
 * well. Single-threaded start-up. Returns 0 or -errno (the map cannot be read,
 * no memory). */
int rewriter_run(const char *exclude, int verbose,
		 struct rewriter_stats *stats);

/*
 * Rewrite a mapping that has just become executable and that nobody runs yet,
 * by the same rules: what the start was told to exclude is left alone, and so
 * is what is shared, writable, or not a file's. e is how it stands; the file
 * is open as fd, and only what the mapping has in common with it is rewritten.
 * keep_pages: their protection is more than e->prot says.
 *
 * In a hook: lock held, vector state saved. Uses some 12 KiB of the stack.
 */
void rewriter_late(const struct maps_entry *e, int fd, int keep_pages);

#endif
