/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Goes from a function's frame to its caller's, by the object's unwind table
 * (.eh_frame), in memory that may go away meanwhile. Any context in which
 * memory_copy_in() may be called; needs 6 KiB of stack.
 */
#ifndef CFI_H
#define CFI_H

#include <stdint.h>

#include "analysis/functions/eh_functions.h"

/* General registers and rip, in DWARF's order. */
#define CFI_REGISTERS 17
enum {
	CFI_RAX,
	CFI_RDX,
	CFI_RCX,
	CFI_RBX,
	CFI_RSI,
	CFI_RDI,
	CFI_RBP,
	CFI_RSP,
	CFI_R8,
	CFI_R9,
	CFI_R10,
	CFI_R11,
	CFI_R12,
	CFI_R13,
	CFI_R14,
	CFI_R15,
	CFI_RIP
};

/* What the table says about a function. */
struct cfi_function {
	struct eh_function own;
	struct eh_cie common; /* to it and others */
};

/* Find the function that contains pc, by the .eh_frame_hdr at header. Returns 0
 * if there is none. */
int cfi_find(uintptr_t header, uintptr_t pc, struct cfi_function *f);

/* The same, by the function's own record (FDE). */
int cfi_read(uintptr_t record, uintptr_t pc, struct cfi_function *f);

enum cfi_result {
	CFI_STEPPED,
	CFI_OUTERMOST, /* nobody called it */
	CFI_BAD
};

/* What a step does, in the form that nearly all have: the CFA is a register and
 * an offset, and registers are saved at offsets from it. */
#define CFI_SAVED 8
struct cfi_brief {
	int32_t cfa;
	uint8_t from; /* the register */
	uint8_t count;
	uint8_t reg[CFI_SAVED]; /* that are saved, */
	int32_t at[CFI_SAVED];	/* and where */
};

/* Replace the registers at pc by those of the caller. brief, if it is not NULL,
 * becomes what was done; its count is 0 if it has another form. */
enum cfi_result cfi_step(const struct cfi_function *f, uintptr_t pc,
			 uint64_t registers[CFI_REGISTERS],
			 struct cfi_brief *brief);

/* The same by that, whose count is not 0. */
enum cfi_result cfi_step_again(const struct cfi_brief *brief,
			       uint64_t registers[CFI_REGISTERS]);

#endif
