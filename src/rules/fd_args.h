/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * What system calls have to do with descriptors: which arguments are such
 * numbers, which are paths that may lead to one in /proc, and what else has to
 * be looked at. A constant table, readable in any context.
 */
#ifndef FD_ARGS_H
#define FD_ARGS_H

#include <stddef.h>
#include <stdint.h>

#define FD_ARGS_NUMBERS 512

#define FD_ARGS_FDS 0x3f /* a bit for each argument that is a descriptor */
#define FD_ARGS_PATH_SHIFT 6
#define FD_ARGS_PATHS (0x3f << FD_ARGS_PATH_SHIFT)
#define FD_ARGS_LOOK                                                           \
	0x1000 /* descriptors where arguments point, or sometimes */
#define FD_ARGS_RESULT 0x2000 /* what the kernel says may tell of one */
#define FD_ARGS_MAKES 0x4000  /* may make descriptors */

extern const uint16_t fd_args_of[FD_ARGS_NUMBERS];

static inline unsigned int fd_args(uint64_t nr)
{
	return nr < FD_ARGS_NUMBERS ? fd_args_of[nr] : 0;
}

#endif
