/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * What an object offers by name, read from its own tables as they are mapped:
 * the answer is that object's, whatever other objects have of the same names.
 * For the objects of the kernel (the vDSO), of the loader and of libc, which
 * are sound: nothing is checked. Callable from any context.
 */
#ifndef DYNSYM_H
#define DYNSYM_H

#include <elf.h>
#include <stdint.h>

struct dynsym {
	uintptr_t bias; /* from the file's addresses to these */
	const Elf64_Sym *symbols;
	const char *strings;
	const char *soname;		 /* NULL: it has none */
	const uint32_t *hash, *gnu_hash; /* either may be missing */
	const uint16_t *versions;	 /* NULL: there are none */
};

/* By its dynamic section, or by its ELF header. */
void dynsym_open(struct dynsym *d, const Elf64_Dyn *dynamic, uintptr_t bias);
void dynsym_open_image(struct dynsym *d, uintptr_t base);

/* The function or variable of this name that new programs are bound to: of
 * several versions the default one. NULL: there is none. */
const Elf64_Sym *dynsym_find(const struct dynsym *d, const char *name);

/* Its address; 0: there is none. */
uintptr_t dynsym_address(const struct dynsym *d, const char *name);

#endif
