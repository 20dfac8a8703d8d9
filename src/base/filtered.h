/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * What the program's seccomp filters have taken from the library in this
 * process, once and for all. Any context.
 */
#ifndef FILTERED_H
#define FILTERED_H

#define FILTERED 1	 /* there is a filter */
#define FILTERED_MAPS 2	 /* mappings stay as they are: so do records, stacks */
#define FILTERED_FILES 4 /* no file is opened and read */

/* Flags. Only emulate/seccomp.c sets them: filtered_set(). */
extern unsigned char filtered;

static inline void filtered_set(unsigned char flags)
{
	__atomic_fetch_or(&filtered, flags, __ATOMIC_RELAXED);
}

#endif
