/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * The functions of a mapped ELF object, from its unwind table: .eh_frame_hdr,
 * and the records (FDE, CIE) that it leads to. The object may be anybody's. Two
 * ways to read it: in place, where each read is checked to lie in one of the
 * object's mappings; and by copying, where it may go away meanwhile.
 */
#ifndef EH_FUNCTIONS_H
#define EH_FUNCTIONS_H

#include <elf.h>
#include <stddef.h>
#include <stdint.h>

#include "analysis/functions/dwarf.h"

#define EH_SPANS 16

/* A readable mapping of the object. */
struct eh_span {
	uintptr_t start, end;
};

/* What a CIE says of its FDEs. */
struct eh_cie {
	uintptr_t addr;	  /* behind its length; 0: none was read */
	uint8_t encoding; /* of their addresses ... */
	uint8_t lsda;	  /* ... and of the one of their landing pads */
	uint8_t signal;	  /* they are signal frames */
	uint8_t augmented;
	uint64_t code_unit;
	int64_t data_unit;
	uint64_t return_register;
	uintptr_t code, code_end; /* call frame instructions */
};

struct eh_object {
	dwarf_copy_fn *copy; /* NULL: read in place, within the spans */
	struct eh_span span[EH_SPANS];
	size_t spans;
	uintptr_t base;		 /* its ELF header */
	uintptr_t bias;		 /* from the file's addresses to these */
	const uint8_t *build_id; /* NULL: none */
	size_t build_id_size;
	int go;		  /* Go's linker says that it has made it */
	uintptr_t header; /* address of .eh_frame_hdr */
	uintptr_t table;  /* its sorted pairs (function, FDE) */
	size_t count;
	struct eh_cie cie; /* the one read last */
};

/* A function, by its FDE. */
struct eh_function {
	uintptr_t start, end;
	int lands;  /* it may have landing pads: exceptions enter it there */
	int signal; /* a signal's return: it begins a byte behind start */
	uintptr_t code, code_end; /* call frame instructions */
	uintptr_t record;	  /* the FDE; 0: it is not known by one */
};

/*
 * Open the object whose ELF header stands at base, to read it in place;
 * elf->span and elf->spans are set by the caller. Returns 0; -ENOENT: it is an
 * object without a usable .eh_frame_hdr, in which no function is found; or
 * -ENOEXEC: it is none. build_id is set wherever there is one.
 */
int eh_open(struct eh_object *elf, uintptr_t base);

/* Open the unwind table at header, to read it by copy. Returns 0, or -ENOEXEC.
 * Only eh_find_function() may be called then. */
int eh_open_table(struct eh_object *elf, uintptr_t header, dwarf_copy_fn *copy);

/* Read records only, by copy: eh_next_function() and eh_read_function() may be
 * called then. */
void eh_open_records(struct eh_object *elf, dwarf_copy_fn *copy);

/* Read the FDE at record. Sets elf->cie to its CIE. Returns 1, or 0. */
int eh_read_function(struct eh_object *elf, uintptr_t record,
		     struct eh_function *function);

/* Find the function that holds addr or ends exactly there. Sets elf->cie to its
 * CIE. Returns 1, or 0. */
int eh_find_function(struct eh_object *elf, uintptr_t addr,
		     struct eh_function *function);

/* The next function in the records from *at to end: a section .eh_frame, which
 * need not be sorted. *at is moved behind it. Returns 1; 0: there is none. */
int eh_next_function(struct eh_object *elf, uintptr_t *at, uintptr_t end,
		     struct eh_function *function);

/* n bytes at addr, if all of them lie in one mapping of the object; otherwise
 * NULL. */
const uint8_t *eh_bytes(const struct eh_object *elf, uintptr_t addr, size_t n);

/* The same, of what is made of 8 bytes each; NULL also if addr is not aligned.
 */
const void *eh_words(const struct eh_object *elf, uintptr_t addr, size_t n);

/* The program headers of an open object, and how many they are. */
const Elf64_Phdr *eh_segments(const struct eh_object *elf, size_t *count);

/* Bytes that can be read from addr on: to the end of its mapping. */
size_t eh_room(const struct eh_object *elf, uintptr_t addr);

#endif
