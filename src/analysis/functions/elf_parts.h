/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Parts of ELF files that several files read: the header, notes, GNU's hash
 * table. Callable from any context.
 */
#ifndef ELF_PARTS_H
#define ELF_PARTS_H

#include <elf.h>
#include <stddef.h>
#include <stdint.h>

#include "base/nolibc.h"

/* Do these EI_NIDENT bytes begin an ELF file, for whatever machine? */
static inline int elf_has_magic(const uint8_t *ident)
{
	return memcmp(ident, ELFMAG, SELFMAG) == 0;
}

/* Is it an object for 64-bit x86-64? */
static inline int elf_is_x86_64(const Elf64_Ehdr *e)
{
	return elf_has_magic(e->e_ident) &&
	       e->e_ident[EI_CLASS] == ELFCLASS64 && e->e_machine == EM_X86_64;
}

/* The same, with program headers as they are read here. */
static inline int elf_has_segments(const Elf64_Ehdr *e)
{
	return elf_is_x86_64(e) && e->e_phentsize == sizeof(Elf64_Phdr);
}

/* What a note says, and its size, among size bytes of an object's notes. Its
 * owner is a name of four bytes. NULL: there is none. */
const uint8_t *elf_note(const uint8_t *notes, size_t size, const char owner[4],
			uint32_t type, size_t *desc_size);

static inline const uint8_t *elf_build_id(const uint8_t *notes, size_t size,
					  size_t *id_size)
{
	return elf_note(notes, size, ELF_NOTE_GNU, NT_GNU_BUILD_ID, id_size);
}

/* Go's linker leaves a note of its own, and strip keeps it. */
static inline int elf_is_go(const uint8_t *notes, size_t size)
{
	size_t unused;

	return elf_note(notes, size, "Go\0", 4, &unused) != NULL;
}

/*
 * The head of GNU's hash table. Behind it stand: the bloom filter; the buckets,
 * each the number of its first symbol, or 0; a word for each symbol from first
 * on, which is its hash, but for the lowest bit: set at the end of a bucket.
 */
struct elf_gnu_hash {
	uint32_t buckets, first;
	uint32_t bloom; /* words of 8 bytes */
	uint32_t shift;
};

/* Where the buckets and the words stand of the table at addr. */
static inline uintptr_t elf_gnu_buckets(const struct elf_gnu_hash *h,
					uintptr_t addr)
{
	return addr + sizeof(*h) + 8ul * h->bloom;
}

static inline uintptr_t elf_gnu_words(const struct elf_gnu_hash *h,
				      uintptr_t addr)
{
	return elf_gnu_buckets(h, addr) + 4ul * h->buckets;
}

#endif
