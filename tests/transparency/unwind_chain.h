/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * For the targets that look at the stack of a blocked read: four functions, of
 * which inner() and bottom() are the target's own.
 */
#ifndef UNWIND_CHAIN_H
#define UNWIND_CHAIN_H

#include "blocked_read.h"

#define MOST 64 /* frames */

PART_ENDS(inner);
PART_ENDS(middle);
PART_ENDS(outer);
PART_ENDS(bottom);

static const struct part parts[] = {PART_OF(inner), PART_OF(middle),
				    PART_OF(outer), PART_OF(bottom)};

static long inner(int site, char *byte);

PART(middle) static long middle(int site, char *byte)
{
	long ret = inner(site, byte);

	NO_TAIL_CALL(ret);
	return ret;
}

PART(outer) static long outer(int site, char *byte)
{
	long ret = middle(site, byte);

	NO_TAIL_CALL(ret);
	return ret;
}

#endif
