/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* The program's break, which musl does not move for a program. */
#ifndef BREAK_H
#define BREAK_H

#include <stdint.h>
#include <sys/syscall.h>

#include "raw.h"

static inline char *break_is(void)
{
	return (char *)raw3(SYS_brk, 0, 0, 0);
}

static inline int break_to(const char *to)
{
	return (char *)raw3(SYS_brk, (long)to, 0, 0) == to ? 0 : -1;
}

/* Where it was, or NULL. */
static inline char *break_by(intptr_t by)
{
	char *was = break_is();

	return break_to(was + by) == 0 ? was : NULL;
}

#endif
