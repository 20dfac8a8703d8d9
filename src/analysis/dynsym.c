/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* A symbol of a mapped object, found by its own hash table. */
#include "analysis/dynsym.h"

#include <stddef.h>

#include "analysis/functions/elf_parts.h"
#include "base/nolibc.h"

#define HIDDEN 0x8000 /* of a version: not the default one */

#define NEAR 0x80000000ul /* no object is larger */

/* The loader has made addresses of these in some objects, and in others not:
 * an address is near the section itself. */
static const void *corrected(const struct dynsym *d, const Elf64_Dyn *entry)
{
	uintptr_t value = entry->d_un.d_ptr;
	int is_address = value - (uintptr_t)entry + NEAR < 2 * NEAR;

	return (const void *)(is_address ? value : value + d->bias);
}

void dynsym_open(struct dynsym *d, const Elf64_Dyn *dynamic, uintptr_t bias)
{
	uintptr_t soname = 0;

	*d = (struct dynsym){.bias = bias};
	for (; dynamic->d_tag != DT_NULL; dynamic++) {
		const void *at = corrected(d, dynamic);

		switch (dynamic->d_tag) {
		case DT_SYMTAB:
			d->symbols = at;
			break;
		case DT_STRTAB:
			d->strings = at;
			break;
		case DT_HASH:
			d->hash = at;
			break;
		case DT_GNU_HASH:
			d->gnu_hash = at;
			break;
		case DT_VERSYM:
			d->versions = at;
			break;
		case DT_SONAME:
			soname = dynamic->d_un.d_val;
			break;
		}
	}
	if (soname && d->strings)
		d->soname = d->strings + soname;
}

void dynsym_open_image(struct dynsym *d, uintptr_t base)
{
	const Elf64_Ehdr *e = (const Elf64_Ehdr *)base;
	const Elf64_Phdr *p = (const Elf64_Phdr *)(base + e->e_phoff);
	const Elf64_Phdr *first = NULL, *dynamic = NULL;
	uintptr_t bias;

	*d = (struct dynsym){0};
	for (unsigned int i = 0; i < e->e_phnum; i++) {
		if (p[i].p_type == PT_LOAD && !first)
			first = &p[i];
		else if (p[i].p_type == PT_DYNAMIC)
			dynamic = &p[i];
	}
	if (!first || !dynamic)
		return;
	bias = base + first->p_offset - first->p_vaddr;
	dynsym_open(d, (const Elf64_Dyn *)(bias + dynamic->p_vaddr), bias);
}

static int is(const struct dynsym *d, uint32_t i, const char *name)
{
	const Elf64_Sym *s = &d->symbols[i];
	unsigned int type = ELF64_ST_TYPE(s->st_info);

	return s->st_shndx != SHN_UNDEF &&
	       (type == STT_FUNC || type == STT_OBJECT || type == STT_NOTYPE) &&
	       !(d->versions && d->versions[i] & HIDDEN) &&
	       strcmp(d->strings + s->st_name, name) == 0;
}

static uint32_t gnu_hash(const char *name)
{
	uint32_t hash = 5381;

	while (*name)
		hash = hash * 33 + (unsigned char)*name++;
	return hash;
}

static const Elf64_Sym *find_hashed(const struct dynsym *d, const char *name)
{
	const struct elf_gnu_hash *h = d->gnu_hash;
	const uint32_t *bucket, *words;
	uint32_t hash = gnu_hash(name), i;

	bucket = (const uint32_t *)elf_gnu_buckets(h, (uintptr_t)h);
	words = (const uint32_t *)elf_gnu_words(h, (uintptr_t)h);
	i = h->buckets ? bucket[hash % h->buckets] : 0;
	if (i < h->first || i == 0)
		return NULL;
	for (;; i++) {
		uint32_t word = words[i - h->first];

		if ((word | 1) == (hash | 1) && is(d, i, name))
			return &d->symbols[i];
		if (word & 1)
			return NULL;
	}
}

static const Elf64_Sym *find_any(const struct dynsym *d, const char *name)
{
	for (uint32_t i = 0; i < d->hash[1]; i++)
		if (is(d, i, name))
			return &d->symbols[i];
	return NULL;
}

const Elf64_Sym *dynsym_find(const struct dynsym *d, const char *name)
{
	if (!d->symbols || !d->strings)
		return NULL;
	if (d->gnu_hash)
		return find_hashed(d, name);
	return d->hash ? find_any(d, name) : NULL;
}

uintptr_t dynsym_address(const struct dynsym *d, const char *name)
{
	const Elf64_Sym *s = dynsym_find(d, name);

	return s ? d->bias + s->st_value : 0;
}
