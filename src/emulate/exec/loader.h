/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* The file that a program names as its loader (PT_INTERP): glibc's takes the
 * library along, by LD_PRELOAD, others fail or complain. Callable from any
 * context. */
#ifndef LOADER_H
#define LOADER_H

#include <elf.h>
#include <stdint.h>

/* More than loaders have. */
#define LOADER_SEGMENTS 16
#define LOADER_ENTRIES 64

enum loader_kind {
	LOADER_NONE,	/* no loader at all, such as a static-pie program */
	LOADER_GLIBC,	/* for x86-64, whatever its path */
	LOADER_OTHER,	/* musl's, one for another architecture, ... */
	LOADER_UNKNOWN, /* it cannot be read */
};

/* What is read of it: too much for the program's stack. */
struct loader {
	Elf64_Ehdr header;
	Elf64_Phdr segment[LOADER_SEGMENTS];
	Elf64_Dyn entry[LOADER_ENTRIES];
	uint64_t strings, soname, flags;
	int has_soname;
};

/* fd is open for reading; its position stays. */
enum loader_kind loader_look(struct loader *l, int fd);

#endif
