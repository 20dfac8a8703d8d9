/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Function bounds of a mapped ELF object, from its .eh_frame_hdr. The file may
 * be anybody's, so each read is checked to lie in one of the object's mappings.
 */
#ifndef EH_FUNCTIONS_H
#define EH_FUNCTIONS_H

#include <stddef.h>
#include <stdint.h>

#define EH_SPANS 16

/* A readable mapping of the object. */
struct eh_span {
	uintptr_t start, end;
};

struct eh_object {
	struct eh_span span[EH_SPANS];
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
struct eh_function {
	uintptr_t start, end;
	int lands;  /* it may have landing pads: exceptions enter it there */
	int signal; /* a signal's return: it begins a byte behind start */
};

/*
 * Open the object whose ELF header stands at base; elf->span and elf->spans
 * are set by the caller. Returns 0, or -ENOEXEC: not an object, or without a
 * usable .eh_frame_hdr. build_id is set wherever there is one.
 */
int eh_open(struct eh_object *elf, uintptr_t base);

/* The function that holds addr or ends exactly there. Returns 1, or 0. */
int eh_find_function(struct eh_object *elf, uintptr_t addr,
		     struct eh_function *function);

/* Bytes that can be read from addr on: to the end of its mapping. */
size_t eh_room(const struct eh_object *elf, uintptr_t addr);

#endif
