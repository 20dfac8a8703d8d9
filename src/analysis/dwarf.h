/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Reads the numbers in unwind tables, from memory that may go away meanwhile.
 * Any context in which memory_copy_in() may be called.
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

/* A reader of the bytes from at to end. Bytes that cannot be read, or are
 * behind the end, are 0 and set bad. */
struct dwarf {
	uintptr_t at, end;
	int bad;
	uintptr_t ahead; /* where those in bytes[] stand */
	size_t count;
	uint8_t bytes[DWARF_AHEAD];
};

void dwarf_begin(struct dwarf *d, uintptr_t at, uintptr_t end);

/* size: up to 8 bytes, the lowest first. */
uint64_t dwarf_unsigned(struct dwarf *d, size_t size);
int64_t dwarf_signed(struct dwarf *d, size_t size);
uint64_t dwarf_uleb(struct dwarf *d);
int64_t dwarf_sleb(struct dwarf *d);

/* An address; bad: in an encoding that is not known here, as DWARF_OMIT. */
uint64_t dwarf_encoded(struct dwarf *d, uint8_t encoding);

/* Move by so many bytes, forward or back. */
void dwarf_skip(struct dwarf *d, int64_t count);

/* Begin to read the record (CIE or FDE) at addr, behind its length. */
void dwarf_record(struct dwarf *d, uintptr_t addr);

#endif
