/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* zpoline doctor's lines: what of this machine, and of who asks, makes a
 * difference, as far as files and calls tell it. */
#ifndef MACHINE_H
#define MACHINE_H

/* "STATE WHAT TEXT", and the same on a line of its own. */
void machine_line(const char *state, const char *what, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
void machine_remedy(const char *text);

/* The state where something is missing, and nothing is lost but what the line
 * says. */
#define MACHINE_LACKS "no"

/* The first line of a file, of which key is the beginning, behind that; "" if
 * there is none. Until the next call. */
const char *machine_read(const char *path, const char *key);

/* Kernel, processor, security modules, filters. */
void machine_kernel(void);
void machine_protection(void);

/* What the programs run with that are started from here: limits, descriptors,
 * the clock; and which of them are hooked, by that door (door.h; NULL: there is
 * none). */
void machine_caller(void);
void machine_programs(const char *library, const char *door);

#endif
