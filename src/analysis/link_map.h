/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * The objects that the loader has loaded, from the loader's own list. The list
 * is found by what the kernel and the loader say. No function and no variable
 * is bound by name, because a program may have others of the same names.
 * Start-up only, but for the last one.
 */
#ifndef LINK_MAP_H
#define LINK_MAP_H

#include <stddef.h>
#include <stdint.h>

#include "analysis/functions/eh_functions.h"

/* The file that the process runs. */
#define LINK_MAP_PROGRAM "/proc/self/exe"

#define LINK_MAP_LIBC "libc.so.6"
#define LINK_MAP_LOADER "ld-linux-x86-64.so.2"

/* An object, as far as it is mapped from its file. */
struct link_map_object {
	const char *name;
	const char *file; /* its path; NULL: not known */
	struct eh_span span[EH_SPANS];
	size_t spans;
	unsigned int executable; /* a bit for each span */
};

typedef void link_map_fn(const struct link_map_object *o, void *data);

/* Call this before the other functions here. envp is the environment on the
 * stack as the kernel has laid it out, with the auxiliary vector behind it. */
void link_map_start(char **envp);

/* The same at the program's first instruction: the objects are those that the
 * kernel has mapped, the program and its loader. There are no symbols. */
void link_map_start_at_exec(char **envp);

/* After that, once the loader is done: now there are symbols. */
void link_map_find_list(void);

/*
 * Call fn for each object with code except the vDSO. Returns 0. Returns -1,
 * without any call of fn, if the list is not enough: LD_AUDIT's objects are in
 * other lists of glibc's, and prelink may move headers away from the front.
 */
int link_map_each(link_map_fn *fn, void *data);

/* This library's path; NULL: the list does not have it. */
const char *link_map_own(void);

/* Is ThreadSanitizer's runtime possibly there, among what the loader has
 * loaded? It ends the program if it finds address 0 mapped. A runtime that is
 * part of the program comes before all libraries, as those of other sanitizers
 * do. */
int link_map_sanitizer(void);

/* The address of a symbol of the object with this soname, in the version that
 * new programs get; 0: there is none. */
uintptr_t link_map_symbol(const char *soname, const char *name);

/* The same in the loader itself, whose list need not be known. */
uintptr_t link_map_loader_symbol(const char *name);

/* Is that the code of glibc's loader? Whenever. */
int link_map_is_loaders(uintptr_t addr);

#endif
