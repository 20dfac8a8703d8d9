/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Names of system calls, their arguments, and errors. Constant data: callable
 * from any context. Strings returned are constants.
 */
#ifndef TABLES_H
#define TABLES_H

struct tables_syscall {
	const char *name;
	int nargs;
	const char *arg[6];  /* argument names */
	const char *type[6]; /* and their C types */
};

/* 0 and the entry of number nr, or -1: there is no such call. */
int tables_syscall(long nr, struct tables_syscall *out);

/* NULL: no such call. */
const char *tables_syscall_name(long nr);

/* -1: no such call. */
long tables_syscall_number(const char *name);

/* Arguments of number nr; 6 for a number that is not known. */
int tables_syscall_nargs(long nr);

/* Place (0..5) of the argument of that name, -1: none. */
int tables_syscall_arg(long nr, const char *name);

/* The known name that differs in the fewest letters, NULL if none is near. */
const char *tables_syscall_nearest(const char *name);

/* How many letters differ. b has at most 48; of more, all. */
int tables_distance(const char *a, const char *b);

/* The highest number. */
long tables_syscall_max(void);

/* "ENOENT" for 2, NULL for what is no error. */
const char *tables_errno_name(int value);

/* 2 for "ENOENT"; other names for the same error too. 0: no such name. */
int tables_errno_value(const char *name);

#endif
