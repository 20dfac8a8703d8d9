/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* The modules of lua/, embedded in the library at build time. */
#ifndef BUILTIN_H
#define BUILTIN_H

struct builtin {
	const char *name; /* as given to require; NULL ends the table */
	const char *code; /* bytecode */
	const char *end;
};

extern const struct builtin builtin_modules[];

#endif
