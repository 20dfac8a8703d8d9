/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Symbols of one mapped object, read from its own tables. Other objects with
 * symbols of the same names do not matter. Only for objects that are known to
 * be sound (the vDSO, the loader, libc): nothing is checked. Callable from any
 * context.
 */
#ifndef DYNSYM_H
#define DYNSYM_H

#include <elf.h>
#include <stdint.h>

struct dynsym {
	uintptr_t bias; /* from the file's addresses to these */
	const Elf64_Sym *symbols;
	const char *strings;
	const char *soname;   /* NULL: it has none */
	const uint32_t *hash; /* either may be missing */
	const struct elf_gnu_hash *gnu_hash;
	const uint16_t *versions; /* NULL: there are none */
};

/* Open an object by its dynamic section, or by its ELF header at base. */
void dynsym_open(struct dynsym *d, const Elf64_Dyn *dynamic, uintptr_t bias);
void dynsym_open_image(struct dynsym *d, uintptr_t base);

/* The function or variable with this name. If there are several versions, the
 * default one, to which new programs are bound. NULL: there is none. */
const Elf64_Sym *dynsym_find(const struct dynsym *d, const char *name);

/* Its address; 0: there is none. */
uintptr_t dynsym_address(const struct dynsym *d, const char *name);

#endif
