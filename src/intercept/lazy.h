/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Call sites that were left to the fallback, and become jumps once they have
 * trapped so often that it is worth it, if the trap proves enough: see
 * analysis/trapped.h. So is code of which no function is known (musl's, and
 * what is stripped) reached.
 */
#ifndef LAZY_H
#define LAZY_H

#include <stdint.h>

struct lazy_trap {
	uintptr_t site;
	uint64_t rax; /* there */
};

/* The site has trapped. Is it to be tried now? Any context. */
int lazy_is_due(uintptr_t site);

/* Try to make a jump of it: a struct lazy_trap. In a hook, with the lock. */
void lazy_patch(void *trap);

#endif
