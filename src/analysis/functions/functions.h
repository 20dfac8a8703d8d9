/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * The functions of a mapped object: who holds an address, and from where to
 * where. Told, in this order, by the index of the unwind table, by Go's table,
 * by unwind entries without an index, and by symbols. The last three are looked
 * for once an address is asked about that the others do not know, and symbols
 * only if the other two do not either: most objects need none of them.
 */
#ifndef FUNCTIONS_H
#define FUNCTIONS_H

#include <stdint.h>

#include "analysis/functions/eh_functions.h"
#include "analysis/functions/function_rows.h"
#include "analysis/functions/go_functions.h"

/* Who has told of a function. */
enum functions_source {
	FUNCTIONS_INDEX,
	FUNCTIONS_GO,
	FUNCTIONS_FRAMES,
	FUNCTIONS_SYMBOLS,
	FUNCTIONS_SOURCES
};

struct functions {
	struct eh_object elf; /* its spans are set by the caller */
	const char *path;     /* its file, to be opened if need be; or NULL */
	int has_fd, fd;	      /* or it is open: the caller's */
	/* what was not read at once, from here on has not been read */
	enum functions_source looked;
	struct go_functions go;
	struct function_rows frames, symbols;
};

/*
 * Open the object whose ELF header stands at base, to read it in place; spans,
 * path and fd are set by the caller, and the rest is 0. Returns 0, or -ENOEXEC:
 * it is no object. Until functions_close() memory may be in use.
 */
int functions_open(struct functions *f, uintptr_t base);
void functions_close(struct functions *f);

/* Find the function that holds addr; one that has an unwind entry may also end
 * exactly there. Sets *source. Returns 1, or 0. */
int functions_find(struct functions *f, uintptr_t addr,
		   struct eh_function *function, enum functions_source *source);

/* The same, by what was read so far. What it does not find may be there. */
int functions_find_known(struct functions *f, uintptr_t addr,
			 struct eh_function *function,
			 enum functions_source *source);

#endif
