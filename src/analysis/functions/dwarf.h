/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Reads the numbers in unwind tables: in place, or from memory that may go away
 * meanwhile. In the first case callable from any context, in the second where
 * the function that copies may be called.
 */
#ifndef DWARF_H
#define DWARF_H

#include <stddef.h>
#include <stdint.h>

/* Pointer encodings: format in the low half, base in the high half. */
#define DWARF_ABSPTR 0x00
#define DWARF_FORMAT 0x0f
#define DWARF_PCREL 0x10
#define DWARF_BASE 0x70
#define DWARF_OMIT 0xff

#define DWARF_AHEAD 32

/* Copies n bytes from a place that may be bad; returns how many it could:
 * memory_copy_in(). */
typedef size_t dwarf_copy_fn(void *to, uintptr_t from, size_t n);

/* A reader of the bytes from at to end. Bytes that cannot be read, or are
 * behind the end, are 0 and set bad. */
struct dwarf {
	uintptr_t at, end;
	int bad;
	dwarf_copy_fn *copy; /* NULL: all bytes are read in place */
	uintptr_t ahead;     /* where those are that were copied last ... */
	size_t count;	     /* ... and how many */
	uint8_t bytes[DWARF_AHEAD];
};

/* Begin to read at at. copy: how; NULL: in place, and all bytes up to end can
 * be read. */
void dwarf_begin(struct dwarf *d, dwarf_copy_fn *copy, uintptr_t at,
		 uintptr_t end);

/* size: up to 8 bytes, the lowest first. */
uint64_t dwarf_unsigned(struct dwarf *d, size_t size);
int64_t dwarf_signed(struct dwarf *d, size_t size);
uint64_t dwarf_uleb(struct dwarf *d);
int64_t dwarf_sleb(struct dwarf *d);

/* An address; bad: in an encoding that is not known here, as DWARF_OMIT. */
uint64_t dwarf_encoded(struct dwarf *d, uint8_t encoding);

/* Move by so many bytes, forward or, where bytes are copied, back. */
void dwarf_skip(struct dwarf *d, int64_t count);

#endif
