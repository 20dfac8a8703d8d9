/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Call sites that were left to the fallback, and have trapped so often that it
 * is worth to look again. Of an object that waits (waiting.h), the function is
 * rewritten, or all. A site that could not be becomes a jump if the trap proves
 * enough: see analysis/trapped.h. So is code of which no function is known
 * (musl's, and what is stripped) reached.
 */
#ifndef LAZY_H
#define LAZY_H

#include <stdint.h>

struct lazy_trap {
	uintptr_t site;
	uint64_t rax; /* there */
	uintptr_t rsp;
	/* lazy_is_due() says what is due: the object, all known ones, the site.
	 */
	int all, known, often;
};

/* It has trapped. Is it to be tried now? Any context. */
int lazy_is_due(struct lazy_trap *trap);

/* Try to make a jump of it: a struct lazy_trap. In a hook, with the lock. Not
 * in a vfork child, nor behind a filter. */
void lazy_patch(void *trap);

/* The same later: a vfork child may be killed in the middle of it, and leave
 * its parent what is half done. */
void lazy_owe(const struct lazy_trap *trap);

/* Is something owed? Then the parent is to do it, as lazy_patch(). */
int lazy_owes(void);
void lazy_patch_owed(void *unused);

#endif
