/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* What the loader has loaded, as its own list names it. Start-up only. */
#ifndef LOADED_H
#define LOADED_H

#include <stddef.h>

#include "elf.h"

/* An object, as far as it is mapped from its file. */
struct loaded_object {
	const char *name;
	struct elf_span span[ELF_SPANS];
	size_t spans;
	unsigned int executable; /* a bit for each span */
};

typedef void loaded_fn(const struct loaded_object *o, void *data);

/* Calls fn for each object with code, but the vDSO. Returns 0, or -1: there are
 * objects that the list does not have (LD_AUDIT's, for which glibc makes lists
 * of their own). */
int loaded_each(loaded_fn *fn, void *data);

/* This library's path; NULL: the list does not tell. */
const char *loaded_own(void);

#endif
