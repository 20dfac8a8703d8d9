/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Objects whose code nobody has looked through yet: it takes a ms for each half
 * MiB, or with a prepared table 0.2 ms for libc, and most programs make few
 * calls from there, or none. Such an object waits, one of start-up's or one
 * that the loader maps. Its calls trap. A site that traps often becomes a jump
 * with the others of its function, and once the traps have cost what looking
 * through all of the object costs, it is rewritten as at start. The process has
 * one thread till then: no other one can stand in a window that becomes a jump.
 * So what waits is rewritten at once, or never, before the first task that
 * shares the memory, and before the program has a seccomp filter or changes
 * these mappings. A trap needs more room on the stack than a jump, so an object
 * is also rewritten once a call of it comes from another stack than the first,
 * which may be small.
 */
#ifndef WAITING_H
#define WAITING_H

#include <stdint.h>

#include "analysis/link_map.h"

/* The program's first stack lies below. Start-up only. */
void waiting_start(const void *stack);

/* This object is to wait: see struct rewriter_config. 0: it cannot. At start,
 * or as rewriter_late() is called. */
int waiting_add(const struct link_map_object *o, size_t sites, int is_late);

/* Is there any? */
int waiting_any(void);

/* Has [start, end) code of theirs? */
int waiting_meets(uintptr_t start, uintptr_t end);

/* Does an object that waits have the site? Can it be rewritten by functions,
 * before it is due? */
enum waiting { WAITING_NOT, WAITING_WHOLE, WAITING_FUNCTIONS };

/* The site has trapped, with this stack pointer. Sets *due to whether its
 * object is to be rewritten now. Any context. */
enum waiting waiting_traps(uintptr_t site, uintptr_t rsp, int *due);

/* Is this call, which has trapped, one that waits for something else, so that
 * there is time for objects with a prepared table? Any context. */
int waiting_has_time(uint64_t nr);

/* A child is to be made that will make so many calls: what it learns is its
 * own, or it may not write. Returns whether that which has trapped had better
 * be rewritten before. */
int waiting_child(uint32_t calls);

/* Rewrite the function that has this site, if no more need be looked at for it.
 * As below. */
void waiting_rewrite_function(uintptr_t site);

/* Rewrite the object that has this address. In a hook, with the lock, of the
 * only thread; at start, too. */
void waiting_rewrite(uintptr_t site);

/* Rewrite those with code in the range, a struct waiting_range. The same. */
struct waiting_range {
	uintptr_t start, end;
};
void waiting_rewrite_range(void *range);

/* Those with code in the range wait no longer: see waiting_end(). The second
 * function lets go of later mappings that are wholly within, and are about to
 * be unmapped. Any context. */
void waiting_forget(uintptr_t start, uintptr_t end);
void waiting_forget_within(uintptr_t start, uintptr_t end);

/* Rewrite those that have trapped, those of them with a prepared table, or all.
 * The same. */
void waiting_rewrite_used(void *unused);
void waiting_rewrite_known(void);
void waiting_rewrite_all(void *unused);

/* None waits any more, nor will any. What has not been rewritten goes on to
 * trap, and its sites become jumps where the traps prove enough (lazy.h). */
void waiting_end(void);

#endif
