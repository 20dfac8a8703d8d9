/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * How may a candidate be rewritten? Pure: reads code and unwind tables,
 * changes nothing. Uses the disassembler (see insn.h).
 */
#ifndef PATCHABLE_H
#define PATCHABLE_H

#include <stddef.h>
#include <stdint.h>

#include "analysis/window.h"

struct eh_object;
struct insn_function;

enum patchable_verdict {
	PATCHABLE_PATCHED,     /* it may be, and was */
	PATCHABLE_NO_FUNCTION, /* in no function that .eh_frame knows */
	PATCHABLE_NOT_CODE,    /* no instruction starts there */
	PATCHABLE_RED_ZONE,    /* a call: its function keeps data below rsp */
	PATCHABLE_SHORT,       /* a jump: no five bytes before it */
	PATCHABLE_FIXED,       /* a jump: what is before it cannot be moved */
	PATCHABLE_ENTERED, /* a jump: code may branch into what is before it */
	PATCHABLE_UNREACHED,  /* a jump: nothing is seen to lead there */
	PATCHABLE_FAR,	      /* a jump: there is no place for its stub */
	PATCHABLE_UNWRITABLE, /* the kernel refused the change */
	PATCHABLE_VERDICTS
};

/* A candidate, judged. */
struct patchable_site {
	uintptr_t addr;
	struct window window; /* if it may become a jump */
	uint8_t jump, call;   /* the verdicts on either way */
};

/*
 * Judge the candidate at addr in an object opened by eh_open(). f holds the
 * function of the candidate before, zeroed for the first of an object.
 */
void patchable_judge(struct eh_object *elf, struct insn_function *f,
		     uintptr_t addr, struct patchable_site *site);

/*
 * The last word on jumps, once for all sites of an object, in ascending order:
 * those that any code of the object branches into become PATCHABLE_ENTERED.
 */
void patchable_branches(const struct eh_object *elf,
			struct patchable_site *sites, size_t count);

/* Text for a verdict, for messages. */
const char *patchable_text(enum patchable_verdict verdict);

#endif
