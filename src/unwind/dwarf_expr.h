/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Evaluates DWARF expressions. Unwind tables have them for the entries of
 * procedure linkage tables and for the frames of signals. Any context in which
 * memory_copy_in() may be called.
 */
#ifndef DWARF_EXPR_H
#define DWARF_EXPR_H

#include <stdint.h>

struct expression {
	uintptr_t at, end;
};

/*
 * Evaluate the expression, with these general registers and rip (0 to 16, in
 * DWARF's order) and, if first is not NULL, with *first on the stack. Returns
 * 0, or -EINVAL: it is no expression, does not end, or needs memory that cannot
 * be read.
 */
int dwarf_expr_value(struct expression expression, const uint64_t *registers,
		     const uint64_t *first, uint64_t *value);

#endif
