/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Finds the syscall instructions of the program and rewrites each one that is
 * proved to be an instruction: as a jump in front of it, to a stub
 * (stub_slots.h), or as a `call *%rax` in its place. What cannot be proved
 * stays.
 */
#ifndef REWRITER_H
#define REWRITER_H

#include <stddef.h>

#include "analysis/functions/functions.h"
#include "analysis/link_map.h"
#include "analysis/patchable.h"
#include "base/maps.h"

struct rewriter_stats {
	size_t objects;
	size_t jumps, calls;		  /* rewritten */
	size_t sites[PATCHABLE_VERDICTS]; /* left alone, by reason */
};

struct rewriter_config {
	int jumps;	     /* wherever a site allows for it */
	int calls;	     /* of the others: there is a sled */
	const char *exclude; /* a colon list of objects, or NULL */
	int verbose;	     /* 2: log each candidate that is left alone */
	/* not NULL: an object may be left for later; returns 0 if it cannot.
	 * sites: of its prepared table, which one of start-up's objects must
	 * not have unless defers_known is set; 0: it has none. is_late: it is
	 * only a mapping, which has come since */
	int (*defer)(const struct link_map_object *o, size_t sites,
		     int is_late);
	int defers_known;
};

/* Start-up: call sites are going to be rewritten. */
void rewriter_start(void);

/* Are they, in this process? Any context. */
int rewriter_is_on(void);

/* Rewrite every executable file mapping of the process that is not ours and
 * not excluded. The configuration holds for rewriter_late() as well.
 * Single-threaded start-up. Returns 0 or -errno (the map cannot be read, no
 * memory). */
int rewriter_run(const struct rewriter_config *config,
		 struct rewriter_stats *stats);

/*
 * Rewrite an object that was left for later: as rewriter_run() does, with no
 * other thread in the process. In a hook, or at start. The second function
 * rewrites only what is known by the function of a site that has trapped;
 * object is that object's: what is read is kept there.
 */
void rewriter_object(const struct link_map_object *o);
void rewriter_function(const struct link_map_object *o,
		       struct functions *object, uintptr_t site);

/* Go's code leaves little room on its stacks, also where it is not rewritten:
 * excluded, or with no engine that does. Start-up. */
void rewriter_find_go(void);

/*
 * Rewrite a mapping that has just become executable and that nobody runs yet,
 * by the same rules: what is excluded is left alone, and so
 * is what is shared, writable, or not a file's. e is how it stands; the file
 * is open as fd, and only what the mapping has in common with it is rewritten.
 *
 * In a hook: lock held, vector state saved. Uses some 12 KiB of the stack.
 */
enum rewriter_pages {
	REWRITER_PART,	/* of a mapping, maybe */
	REWRITER_KEEP,	/* their protection is more than e->prot says */
	REWRITER_WHOLE, /* a whole mapping, and nobody is in the middle of it */
	REWRITER_NEW	/* the same, which nobody knows of yet: it may wait */
};
void rewriter_late(const struct maps_entry *e, int fd,
		   enum rewriter_pages pages);

/* The same of what is mapped from start on, up to end, of the file that its
 * path leads to now. */
void rewriter_range(uintptr_t start, uintptr_t end, enum rewriter_pages pages);

/* Is it code that is rewritten: private, of a file, not writable, not ours and
 * not excluded? */
int rewriter_takes(const struct maps_entry *e);

/* For rewrite_late.c: rewrite the mapping that begins there, by what is mapped
 * of its object. Its file has gone, or is another one by now. */
void rewriter_mapped(uintptr_t start);

/* For rewrite_late.c: how it was started; and a note that the object may be
 * Go's. */
const struct rewriter_config *rewriter_config(void);
void rewriter_note_go(const struct functions *object);

/* Do sites become jumps? */
int rewriter_makes_jumps(void);

#endif
