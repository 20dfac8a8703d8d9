/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* A loader is known by its soname: a path may be any, and a copy or a link of
 * glibc's is as good as the original. What is read is small and is copied, so a
 * file that changes meanwhile is only misjudged. */
#include "emulate/exec/loader.h"

#include "analysis/functions/elf_parts.h"
#include "base/nolibc.h"
#include "base/rawcall.h"

#define SONAME "ld-linux-x86-64.so.2"

static int read_fully(int fd, void *buf, size_t n, uint64_t offset)
{
	return sys_pread(fd, buf, n, offset) == (long)n;
}

static int read_segments(struct loader *l, int fd)
{
	const Elf64_Ehdr *h = &l->header;

	return h->e_phentsize == sizeof(l->segment[0]) &&
	       h->e_phnum <= LOADER_SEGMENTS &&
	       read_fully(fd, l->segment, h->e_phnum * sizeof(l->segment[0]),
			  h->e_phoff);
}

/* Where in the file is what stands at addr? 0: nowhere. */
static uint64_t find_offset(const struct loader *l, uint64_t addr)
{
	for (int i = 0; i < l->header.e_phnum; i++) {
		const Elf64_Phdr *p = &l->segment[i];

		if (p->p_type == PT_LOAD && addr - p->p_vaddr < p->p_filesz)
			return p->p_offset + (addr - p->p_vaddr);
	}
	return 0;
}

static const Elf64_Phdr *find_dynamic(const struct loader *l)
{
	for (int i = 0; i < l->header.e_phnum; i++)
		if (l->segment[i].p_type == PT_DYNAMIC)
			return &l->segment[i];
	return NULL;
}

static int read_dynamic(struct loader *l, int fd, const Elf64_Phdr *p)
{
	uint64_t n = p->p_filesz / sizeof(l->entry[0]);

	if (n > LOADER_ENTRIES)
		n = LOADER_ENTRIES;
	if (!read_fully(fd, l->entry, n * sizeof(l->entry[0]), p->p_offset))
		return 0;
	for (const Elf64_Dyn *d = l->entry; n && d->d_tag != DT_NULL;
	     d++, n--) {
		if (d->d_tag == DT_STRTAB)
			l->strings = d->d_un.d_ptr;
		else if (d->d_tag == DT_SONAME)
			l->soname = d->d_un.d_val, l->has_soname = 1;
		else if (d->d_tag == DT_FLAGS_1)
			l->flags = d->d_un.d_val;
	}
	return 1;
}

static int is_glibc(const struct loader *l, int fd)
{
	char name[sizeof(SONAME)];
	uint64_t at = find_offset(l, l->strings + l->soname);

	return l->has_soname && at && read_fully(fd, name, sizeof(name), at) &&
	       memcmp(name, SONAME, sizeof(name)) == 0;
}

enum loader_kind loader_look(struct loader *l, int fd)
{
	const Elf64_Phdr *dynamic;

	l->strings = l->flags = l->has_soname = 0;
	if (!read_fully(fd, &l->header, sizeof(l->header), 0))
		return LOADER_UNKNOWN;
	if (!elf_is_x86_64(&l->header))
		return LOADER_OTHER;
	if (l->header.e_type != ET_DYN || !read_segments(l, fd))
		return LOADER_NONE;
	dynamic = find_dynamic(l);
	if (!dynamic || !read_dynamic(l, fd, dynamic))
		return LOADER_NONE;
	if (is_glibc(l, fd))
		return LOADER_GLIBC;
	return l->flags & DF_1_PIE ? LOADER_NONE : LOADER_OTHER;
}
