/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* The objects of the test itself, for the suites that read real code. */
#ifndef LOADED_H
#define LOADED_H

#include <link.h>
#include <stdint.h>

#include "analysis/functions/functions.h"

/* An object, and its code. */
struct loaded {
	struct functions object;
	uintptr_t start, end;
};

/* The segments of what info describes. */
static inline void loaded_collect(const struct dl_phdr_info *info,
				  struct loaded *o)
{
	for (int i = 0; i < info->dlpi_phnum; i++) {
		const ElfW(Phdr) *p = &info->dlpi_phdr[i];
		uintptr_t start = (info->dlpi_addr + p->p_vaddr) & ~4095ul;
		uintptr_t end =
			(info->dlpi_addr + p->p_vaddr + p->p_memsz + 4095) &
			~4095ul;

		if (p->p_type != PT_LOAD)
			continue;
		o->object.elf.span[o->object.elf.spans++] =
			(struct eh_span){start, end};
		if (p->p_flags & PF_X) {
			o->start = start;
			o->end = end;
		}
	}
}

#endif
