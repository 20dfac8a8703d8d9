/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Functions of an object whose description is not sorted: by symbols, and by
 * unwind entries without an index. They are put into a table of our own, in
 * pages that are mapped for it. The object and its file may be anybody's.
 */
#ifndef FUNCTION_ROWS_H
#define FUNCTION_ROWS_H

#include <stddef.h>
#include <stdint.h>

#include "analysis/functions/eh_functions.h"

/* A function; one of size 0 only ends the one before it. */
struct function_row {
	uintptr_t start;
	uint32_t size;
	/* As in struct eh_function; the record in units of four bytes behind
	 * the first one. */
	uint32_t lands : 1, signal : 1, record : 30;
};

struct function_rows {
	struct function_row *row; /* NULL: none */
	size_t count, capacity;
	uintptr_t records; /* where the first record is */
};

/*
 * Read the functions of an open object into empty rows: by its unwind entries,
 * if it has no index of them; by the symbols that it exports, and the others in
 * its file. fd is the file, or -1. A file that is not what the object was
 * mapped from is not used. Symbols without a size are known to begin something,
 * and to hold nothing.
 */
void function_rows_read_frames(struct function_rows *frames,
			       struct eh_object *elf, int fd);
void function_rows_read_symbols(struct function_rows *symbols,
				const struct eh_object *elf, int fd);

/* The section .eh_frame of a file with this header, as it is loaded. Returns 0,
 * or -1: it has none. */
int function_rows_find_frames(const Elf64_Ehdr *header, int fd,
			      Elf64_Shdr *section);

/* The functions of these records, into empty rows. */
void function_rows_index(struct function_rows *frames, struct eh_object *elf,
			 uintptr_t records, size_t size);
void function_rows_free(struct function_rows *rows);

/* Find the function that holds addr; ends: or ends exactly there. It ends where
 * another begins, at the latest. Returns 1, or 0. */
int function_rows_find(const struct function_rows *rows, uintptr_t addr,
		       int ends, struct eh_function *function);

#endif
