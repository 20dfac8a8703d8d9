/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * The set of call sites that were rewritten. What arrives in the gate from
 * elsewhere is a call through a NULL (or nearly NULL) pointer.
 */
#ifndef SITES_H
#define SITES_H

#include <stddef.h>
#include <stdint.h>

/* Make room for count more sites. Start-up or with other writers kept out.
 * Returns 0 or -ENOMEM. */
int sites_reserve(size_t count);

/* Add the site at addr (its first byte). Room must have been reserved. */
void sites_add(uintptr_t addr);

/* Any context, any time, no lock. */
int sites_contains(uintptr_t addr);

size_t sites_count(void);

#endif
