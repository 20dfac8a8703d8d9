/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#define _GNU_SOURCE /* dl_iterate_phdr */
#include "loaded.h"

#include <link.h>
#include <stddef.h>

#include "text.h"

#define PAGE 4096ul

const char *loaded_own(void)
{
	const struct link_map *map = _r_debug.r_map;

	while (map && map->l_ld != _DYNAMIC)
		map = map->l_next;
	return map && map->l_name[0] ? map->l_name : NULL;
}

/* --- all objects ----------------------------------------------------------
 */

struct visitor {
	loaded_fn *fn;
	void *data;
};

static struct elf_span file_part(uintptr_t bias, const ElfW(Phdr) * p)
{
	uintptr_t start = bias + p->p_vaddr;

	return (struct elf_span){start & ~(PAGE - 1),
				 (start + p->p_filesz + PAGE - 1) &
					 ~(PAGE - 1)};
}

static int visit(struct dl_phdr_info *info, size_t size, void *data)
{
	const ElfW(Phdr) *end = info->dlpi_phdr + info->dlpi_phnum;
	const struct visitor *visitor = data;
	struct loaded_object o = {.name = info->dlpi_name};

	(void)size;
	/* the program has no name here, the vDSO no path */
	if (!o.name[0])
		o.name = "the program";
	else if (!strchr(o.name, '/'))
		return 0;
	for (const ElfW(Phdr) *p = info->dlpi_phdr; p < end; p++) {
		if (p->p_type != PT_LOAD || !(p->p_flags & PF_R) ||
		    o.spans == ELF_SPANS)
			continue;
		if ((p->p_flags & (PF_X | PF_W)) == PF_X)
			o.executable |= 1u << o.spans;
		o.span[o.spans++] = file_part(info->dlpi_addr, p);
	}
	if (o.executable)
		visitor->fn(&o, visitor->data);
	return 0;
}

int loaded_each(loaded_fn *fn, void *data)
{
	struct visitor visitor = {fn, data};

	/* a list of namespaces: others than ours */
	if (_r_debug.r_version > 1)
		return -1;
	dl_iterate_phdr(visit, &visitor);
	return 0;
}
