/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* The generated tables as they stand in syscalls.c and errno.c; for tables.c
 * only. Strings are offsets into one text: nothing to relocate at start. */
#ifndef TABLES_DATA_H
#define TABLES_DATA_H

#include <stddef.h>
#include <stdint.h>

struct tables_row {
	uint16_t name; /* 0, the empty string: no such number */
	uint16_t nargs;
	uint16_t widths; /* as tables_widths() */
	uint16_t arg[6];
	uint16_t type[6];
	uint16_t role[6];
};

struct tables_alias {
	uint16_t name;
	uint16_t value;
};

extern const char tables_syscall_text[];
extern const struct tables_row tables_syscall_row[]; /* by number */
extern const uint16_t tables_syscall_by_name[];	     /* sorted numbers */
extern const size_t tables_syscall_count;
extern const long tables_syscall_highest;

extern const char tables_errno_text[];
extern const uint16_t tables_errno_at[]; /* by value */
extern const int tables_errno_highest;
extern const struct tables_alias tables_errno_alias[];
extern const size_t tables_errno_aliases;

#endif
