/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * The functions of a Go program, from the table that its runtime unwinds by
 * (.gopclntab). Go writes no .eh_frame, and its table stays in stripped
 * programs. The object may be anybody's: each read is checked to lie in one of
 * its mappings.
 */
#ifndef GO_FUNCTIONS_H
#define GO_FUNCTIONS_H

#include <stddef.h>
#include <stdint.h>

#include "analysis/functions/eh_functions.h"

/* The table, as of Go 1.16 and later. */
struct go_functions {
	uintptr_t text;	 /* what its functions' places are relative to */
	uintptr_t table; /* sorted pairs (function, its record), and the end */
	uintptr_t records;
	size_t count; /* functions; 0: there is no table */
	size_t width; /* bytes of each half of a pair: 4 or 8 */
};

/*
 * Find the table of an object that was opened by eh_open(), also before it is
 * relocated (Go 1.18 and later). Only the table that the object's own runtime
 * refers to counts, and no copy of another program's. Returns 0, or -ENOENT.
 */
int go_open(struct go_functions *go, const struct eh_object *elf);

/* Find the function that holds addr. Returns 1, or 0. */
int go_find_function(const struct go_functions *go, const struct eh_object *elf,
		     uintptr_t addr, struct eh_function *function);

#endif
