/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Names of system calls, their arguments, and errors. Constant data: callable
 * from any context. Strings returned are constants.
 */
#ifndef TABLES_H
#define TABLES_H

#include <stdint.h>

/* Numbers from 0 up to this are system calls, whether the table has them or
 * not. */
#define TABLES_NUMBERS 512

struct tables_syscall {
	const char *name;
	int nargs;
	const char *arg[6];  /* argument names */
	const char *type[6]; /* and their C types */
	const char *role[6]; /* what the call does with it: tables_role() */
};

/* 0 and the entry of number nr, or -1: there is no such call. */
int tables_syscall(long nr, struct tables_syscall *out);

/*
 * What an argument is for the call, from roles.lua; TABLES_NO_ROLE for all
 * others. Of a path the effect is told, the place (0..5) of its folder's
 * descriptor, and when a symbolic link at its end is followed.
 */
enum tables_use {
	TABLES_NO_ROLE,
	TABLES_PATH,
	TABLES_DFD,	/* the folder that the next argument is relative to */
	TABLES_FROM,	/* a descriptor that bytes come from, */
	TABLES_TO,	/* or go to, */
	TABLES_PIPE,	/* or one of these, as its end of the pipe is, */
	TABLES_CHANGES, /* or whose file is changed */
	TABLES_ADDRESS, /* a socket's address: looked at, */
	TABLES_BINDS,	/* made, */
	TABLES_TOLD,	/* or filled in by the kernel */
	TABLES_MESSAGE, /* buffers: in a struct msghdr, */
	TABLES_MESSAGES,
	TABLES_VECTOR, /* or of struct iovec */
	TABLES_LENGTH, /* bytes: at most so many, */
	TABLES_WHOLE,  /* or all or none */
	TABLES_PEEKS,  /* flags that may say that bytes stay where they are */
};

struct tables_role {
	enum tables_use use;
	char effect[8]; /* "looks", "opens", ...; see roles.lua */
	char follow[8]; /* "always", "never", "unless", "if", "open", "how" */
	int dfd;	/* -1: none */
	int flags;	/* the place of what follow asks; -1: of nothing */
	unsigned int bit;
};

/* The role of argument i of the call. */
struct tables_role tables_role(const struct tables_syscall *call, int i);

/* Does the call change files: make, remove or change them or what is said of
 * them? One that opens may; that is for its flags to say. */
int tables_syscall_modifies(const struct tables_syscall *call);

/* NULL: no such call. */
const char *tables_syscall_name(long nr);

/* -1: no such call. call_N is the number N, whatever the table has. */
long tables_syscall_number(const char *name);

/* How much of an argument's register counts, by its C type. */
enum tables_width { TABLES_64, TABLES_INT, TABLES_UNSIGNED };

/* Those of all arguments of number nr, two bits each, the first one lowest;
 * TABLES_64 for those of a number that is not known. */
unsigned int tables_widths(long nr);

/* What argument i (0..5) is whose register has that value. */
static inline int64_t tables_value(unsigned int widths, int i, uint64_t value)
{
	switch (widths >> 2 * i & 3) {
	case TABLES_INT:
		return (int32_t)value;
	case TABLES_UNSIGNED:
		return (uint32_t)value;
	default:
		return (int64_t)value;
	}
}

/* Arguments of number nr; 6 for a number that is not known. */
int tables_syscall_nargs(long nr);

/* Place (0..5) of the argument of that name, ours or the man page's; -1: none.
 */
int tables_syscall_arg(long nr, const char *name);

/* The known name that differs in the fewest letters, NULL if none is near. */
const char *tables_syscall_nearest(const char *name);

/* How many letters differ. b has at most 64; of more, all. */
int tables_distance(const char *a, const char *b);

/* The highest number. */
long tables_syscall_max(void);

/* "ENOENT" for 2, NULL for what is no error. */
const char *tables_errno_name(int value);

/* 2 for "ENOENT"; other names for the same error too. 0: no such name. */
int tables_errno_value(const char *name);

#endif
