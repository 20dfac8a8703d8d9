/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * What the loader has loaded, as its own list names it. The list is found by
 * what the kernel and the loader say, and read here: no function and no
 * variable is bound by its name, for a program may have others of the same
 * names. Start-up only.
 */
#ifndef LINK_MAP_H
#define LINK_MAP_H

#include <stddef.h>
#include <stdint.h>

#include "analysis/eh_functions.h"

#define LINK_MAP_LIBC "libc.so.6"
#define LINK_MAP_LOADER "ld-linux-x86-64.so.2"

/* An object, as far as it is mapped from its file. */
struct link_map_object {
	const char *name;
	struct eh_span span[EH_SPANS];
	size_t spans;
	unsigned int executable; /* a bit for each span */
};

typedef void link_map_fn(const struct link_map_object *o, void *data);

/* Before the others here. envp: what the kernel has put on the stack, with the
 * auxiliary vector behind it. */
void link_map_start(char **envp);

/* Calls fn for each object with code, but the vDSO. Returns 0, or -1, and has
 * called it for none: there are objects that the list does not have
 * (LD_AUDIT's, for which glibc makes lists of their own), or whose headers are
 * elsewhere than in front (prelink's). */
int link_map_each(link_map_fn *fn, void *data);

/* This library's path; NULL: the list does not tell. */
const char *link_map_own(void);

/* May there be ThreadSanitizer's runtime, which looks what is mapped? Where it
 * is part of the program it begins in front of all libraries, as that of other
 * sanitizers does. */
int link_map_sanitizer(void);

/* The address of what the object with this soname has by this name, of the
 * version that new programs get; 0: nothing. */
uintptr_t link_map_symbol(const char *soname, const char *name);

#endif
