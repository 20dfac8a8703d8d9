/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Rewrites the call sites of a piece of code: they are found, judged and
 * patched. rewriter.c says which code. Called as rewriter_run() and
 * rewriter_late() are.
 */
#ifndef REWRITE_CODE_H
#define REWRITE_CODE_H

#include <stdint.h>

#include "analysis/functions/functions.h"
#include "base/patch.h"
#include "intercept/rewriter.h"

struct rewrite_batch;

/* One run over some code. The caller sets the first four; the rest are 0. */
struct rewrite_run {
	const struct rewriter_config *config;
	struct rewriter_stats *stats;
	int late;		   /* other threads may run the program */
	enum rewriter_pages pages; /* if late */
	struct functions object; /* is open; closed by whoever opened it, or by
				    rewrite_code_give_up() */
	struct rewrite_batch *batch;
	int is_without_memory; /* for one: code was left alone */
	struct patch patch;    /* of sites, while patching */
	int patching;
	uintptr_t site; /* that is being patched */
};

/* Code to be read, and how far behind it that stands which is rewritten. */
struct rewrite_part {
	uintptr_t start, end, delta;
};

/* After all calls of the others. Returns 0, or -ENOMEM. */
int rewrite_code_end(struct rewrite_run *run);

/* Rewrite the sites of this code, which belongs to the mapping e. object is
 * what it was read from; NULL: none that can be used, so all candidates are
 * left alone. To be called in memory_try(). */
void rewrite_code(struct rewrite_run *run, struct functions *object,
		  const struct rewrite_part *code, const struct maps_entry *e);

/*
 * Rewrite only the function of this site, as far as its windows are not open:
 * no more than the function is looked at. Not if sites of it have been
 * rewritten: it is not what it was. The rest as above.
 */
void rewrite_code_function(struct rewrite_run *run, struct functions *object,
			   uintptr_t site, const struct maps_entry *e);

/* rewrite_code() met a fault and was left in the middle: the file was cut
 * short, or the mapping has gone. */
void rewrite_code_give_up(struct rewrite_run *run);

#endif
