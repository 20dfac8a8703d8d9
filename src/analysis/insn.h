/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * What must be known about a function's instructions before one of them may be
 * replaced. Uses vector registers: call it at start, or with their state saved.
 */
#ifndef INSN_H
#define INSN_H

#include <stddef.h>
#include <stdint.h>

/* What insn_read_function() finds out about one function. */
#define INSN_SITES 64
struct insn_function {
	uintptr_t start, end;
	uintptr_t site[INSN_SITES]; /* its syscall instructions, ascending */
	size_t sites;
	/* Its code may keep data in the bytes below its stack pointer, where a
	 * call instruction writes: it accesses memory there or takes an address
	 * there, or that cannot be told. */
	int red_zone;
};

/*
 * Decode the function [start, end) from its start, as far as necessary. A
 * syscall instruction that starts exactly at end belongs to it too (glibc ends
 * the FDE of clone there), if it can be read: limit, at end or behind it, is
 * where readable memory ends. Sites behind bytes that are no instruction, or
 * after the first INSN_SITES, are not listed.
 */
void insn_read_function(uintptr_t start, uintptr_t end, uintptr_t limit,
			struct insn_function *f);

/*
 * Finds where four bytes may begin whose upper half is from first to first +
 * span. Returns the first of the steps of INSN_PLACES bytes from p to last that
 * has such a place, and sets *places to a bit for each byte of it; or last, if
 * none has. Reads three bytes more.
 */
#define INSN_PLACES 16
const uint8_t *insn_find_halves(const uint8_t *p, const uint8_t *last,
				uint16_t first, uint16_t span,
				unsigned int *places);

/*
 * Finds where four-byte distances may begin, whatever the bytes are part of.
 * Such a distance belongs to call, jmp, jcc or lea with an address relative to
 * rip. Returns a bit for each of the INSN_PLACES bytes from p. Reads the two
 * bytes before p too.
 */
unsigned int insn_distances(const uint8_t *p);

/* The next 0f 05 at or after p, both bytes before end; NULL: none. */
const uint8_t *insn_scan(const uint8_t *p, const uint8_t *end);

#endif
