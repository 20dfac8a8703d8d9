/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * A call that was trapped shows that its site is an instruction, and what rax
 * was there. Where that is what a `mov $nr,%eax` directly before it has left,
 * the site may become a jump, although nothing is known of its function. Pure.
 */
#ifndef TRAPPED_H
#define TRAPPED_H

#include <stdint.h>

#include "analysis/window.h"

/* Bytes before the site that are looked at. */
#define TRAPPED_BEFORE 15

/* The store that writes the jump: eight bytes in one line of the cache. */
#define TRAPPED_STORE 8

/*
 * code: a copy of TRAPPED_BEFORE bytes before the site, and the two at it. Is
 * it proved that the five bytes before the site are one instruction, and can
 * one store replace them? Sets *w to it. Returns 1, or 0.
 */
int trapped_window(const uint8_t code[TRAPPED_BEFORE + 2], uintptr_t site,
		   uint64_t rax, struct window *w);

/* Where that store begins. */
static inline uintptr_t trapped_store(uintptr_t site)
{
	uintptr_t from = site - WINDOW_JUMP;
	uintptr_t end = (from & ~(uintptr_t)63) + 64;

	return end - from < TRAPPED_STORE ? end - TRAPPED_STORE : from;
}

#endif
