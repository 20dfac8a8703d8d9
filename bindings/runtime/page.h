/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Pages of memory. */
#ifndef PAGE_H
#define PAGE_H

#include <stddef.h>

#define PAGE 4096

/* As many bytes, in whole pages. */
static inline size_t page_round(size_t size)
{
	return (size + PAGE - 1) & ~(size_t)(PAGE - 1);
}

#endif
