/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * What must be known of instructions before one may be replaced. Uses vector
 * registers: at start, or with their state saved.
 */
#ifndef INSN_H
#define INSN_H

#include <stddef.h>
#include <stdint.h>

/* What there is to know of one function. */
#define INSN_SITES 64
struct insn_function {
	uintptr_t start, end;
	uintptr_t site[INSN_SITES]; /* its syscall instructions, ascending */
	size_t sites;
	/* Its code may keep data in the bytes below its stack pointer, where
	 * a call instruction writes: memory there is accessed, or an address
	 * there is taken, or it cannot be told. */
	int red_zone;
};

/*
 * Decode the function [start, end) from its start, as far as is needed to
 * know. A syscall instruction that starts exactly at end belongs to it too
 * (glibc ends the FDE of clone there), if it can be read: limit, at end or
 * behind it, is where memory ends. What stands behind bytes that are not
 * instructions, or behind INSN_SITES sites, is not listed.
 */
void insn_read_function(uintptr_t start, uintptr_t end, uintptr_t limit,
			struct insn_function *f);

/*
 * Behind which of the INSN_PLACES bytes from p a distance of four bytes may
 * begin, of a branch or of an address that is taken: call and jmp, jcc, lea
 * with an address relative to rip. A bit for each; whatever the bytes are part
 * of. Reads the byte before p too.
 */
#define INSN_PLACES 16
unsigned int insn_distances(const uint8_t *p);

/* The next 0f 05 at or after p, both bytes before end; NULL: none. */
const uint8_t *insn_scan(const uint8_t *p, const uint8_t *end);

#endif
