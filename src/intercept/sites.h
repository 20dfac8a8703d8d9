/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * The set of rewritten call sites. A call that arrives in the gate from any
 * other address is a call through a NULL (or nearly NULL) pointer.
 *
 * The functions that change the set are called at start, or with the
 * interpreter's lock held.
 */
#ifndef SITES_H
#define SITES_H

#include <stddef.h>
#include <stdint.h>

/* Make room for count more sites. Returns 0 or -ENOMEM. */
int sites_reserve(size_t count);

/* Add the site at addr (its first byte). Room must have been reserved. */
void sites_add(uintptr_t addr);

/* Remove the sites in [start, end). */
void sites_remove(uintptr_t start, uintptr_t end);

/* The code in [start, end) has moved to `to`, and its sites with it. Room for
 * sites_between(start, end) must have been reserved. */
void sites_move(uintptr_t start, uintptr_t end, uintptr_t to);

/* How many sites are in [start, end). Slow, as are the two functions above. */
size_t sites_between(uintptr_t start, uintptr_t end);

/* Any context, any time, no lock. */
int sites_contains(uintptr_t addr);

/* 0: there are no sites in [start, end); otherwise there may be some. Any
 * context, any time, no lock; takes a few ns for small ranges. */
int sites_near(uintptr_t start, uintptr_t end);

size_t sites_count(void);

#endif
