/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Sizes that many files need, and arithmetic with pages. Usable in any
 * context. */
#ifndef CONSTANTS_H
#define CONSTANTS_H

#include <stdint.h>

#define PAGE 4096ul

/* Of tables of which most processes touch little or nothing. They are behind
 * all other variables (zpoline.ld), which so share few pages: each page that a
 * process touches takes it 1.5 us. */
#define BIG_TABLE __attribute__((section(".bss.big")))

/* The instruction of a call site: syscall or sysenter. */
#define SITE_SIZE 2

/* The start of the page that addr lies in. */
static inline uintptr_t page_down(uintptr_t addr)
{
	return addr & ~(PAGE - 1);
}

/* The next start of a page, or addr if it is one. Of a size: whole pages. */
static inline uintptr_t page_up(uintptr_t addr)
{
	return page_down(addr + PAGE - 1);
}

#endif
