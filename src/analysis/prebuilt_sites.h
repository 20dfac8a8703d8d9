/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Call sites that were worked out when the library was built, for the objects
 * that many processes map: libc, the loader, libm and some more. Found again by
 * build id, so that start-up need not disassemble them; an object with
 * another build id is read as any other.
 */
#ifndef KNOWN_H
#define KNOWN_H

#include <stddef.h>
#include <stdint.h>

#include "analysis/patchable.h"

#define KNOWN_ID_SIZE 20

struct known_site {
	uint32_t offset; /* from the object's base */
	struct window window;
	uint8_t jump, call; /* see struct judge_site */
};

struct known_object {
	uint8_t build_id[KNOWN_ID_SIZE];
	uint32_t first; /* its sites: known_sites[first .. first + count) */
	uint32_t count;
	uint32_t left[JUDGE_VERDICTS]; /* candidates that are none, by reason */
};

/* Generated at build time by known_generate.c. */
extern const struct known_object known_objects[];
extern const size_t known_objects_count;
extern const struct known_site known_sites[];

/* The object of that build id, or NULL. */
const struct known_object *known_find(const uint8_t *build_id, size_t size);

#endif
