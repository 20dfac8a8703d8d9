/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * DWARF expressions, as unwind tables use them: in the entries of procedure
 * linkage tables and for the frames of signals. Any context in which
 * memory_copy_in() may be called.
 */
#ifndef DWARF_EXPR_H
#define DWARF_EXPR_H

#include <stdint.h>

struct expression {
	uintptr_t at, end;
};

/*
 * Its value, with these general registers and rip (0 to 16, in DWARF's order)
 * and, if first is not NULL, *first on the stack. Returns 0, or -EINVAL: it is
 * none, does not end, or memory that it needs cannot be read.
 */
int dwarf_expr_value(struct expression expression, const uint64_t *registers,
		     const uint64_t *first, uint64_t *value);

#endif
