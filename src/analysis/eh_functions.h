/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Function bounds of an ELF object as it is mapped, from its .eh_frame_hdr.
 * Every byte read is checked to lie in one of the object's mappings: the file
 * may be anybody's.
 */
#ifndef ELF_H
#define ELF_H

#include <stddef.h>
#include <stdint.h>

#define ELF_SPANS 16

/* A readable mapping of the object. */
struct elf_span {
	uintptr_t start, end;
};

struct elf {
	struct elf_span span[ELF_SPANS];
	size_t spans;
	uintptr_t base;		 /* its ELF header */
	uintptr_t bias;		 /* from the file's addresses to these */
	const uint8_t *build_id; /* NULL: none */
	size_t build_id_size;
	uintptr_t header;     /* address of .eh_frame_hdr */
	const uint8_t *table; /* its sorted pairs (function, FDE) */
	size_t count;
	uintptr_t cie;	      /* the CIE read last ... */
	uint8_t cie_encoding; /* ... and how its FDEs encode pointers */
	uint8_t cie_lsda;     /* ... and that to landing pads, if any */
	uint8_t cie_signal;   /* ... and whether they are signal frames */
};

/* A function, by its FDE. */
struct elf_function {
	uintptr_t start, end;
	int lands;  /* it may have landing pads: exceptions enter it there */
	int signal; /* a signal's return: it begins a byte behind start */
};

/*
 * Open the object whose ELF header stands at base; elf->span and elf->spans
 * are set by the caller. Returns 0, or -ENOEXEC: not an object, or without a
 * usable .eh_frame_hdr. build_id is set wherever there is one.
 */
int elf_open(struct elf *elf, uintptr_t base);

/* The function that holds addr or ends exactly there. Returns 1, or 0. */
int elf_find_function(struct elf *elf, uintptr_t addr,
		      struct elf_function *function);

/* Bytes that can be read from addr on: to the end of its mapping. */
size_t elf_room(const struct elf *elf, uintptr_t addr);

#endif
