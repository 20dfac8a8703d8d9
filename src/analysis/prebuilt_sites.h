/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Call sites of the objects that many processes map (libc, the loader, libm and
 * some more), worked out when the library was built. They are found by build
 * id, so start-up need not decode these objects. An object with another build
 * id is read like any other.
 */
#ifndef PREBUILT_SITES_H
#define PREBUILT_SITES_H

#include <stddef.h>
#include <stdint.h>

#include "analysis/patchable.h"

#define PREBUILT_ID_SIZE 20

struct prebuilt_site {
	uint32_t offset; /* from the object's base */
	struct window window;
	uint8_t jump, call; /* see struct patchable_site */
};

struct prebuilt_object {
	uint8_t build_id[PREBUILT_ID_SIZE];
	uint32_t first; /* its sites: prebuilt_sites[first .. first + count) */
	uint32_t count;
	uint32_t left[PATCHABLE_VERDICTS]; /* candidates that are none, by
					      reason */
};

/* Generated at build time by prebuilt_sites_generate.c. */
extern const struct prebuilt_object prebuilt_objects[];
extern const size_t prebuilt_objects_count;
extern const struct prebuilt_site prebuilt_sites[];

/* The object of that build id, or NULL. */
const struct prebuilt_object *prebuilt_find(const uint8_t *build_id,
					    size_t size);

#endif
