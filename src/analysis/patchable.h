/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Decides how a candidate may be rewritten: as a jump, as a call, or not at
 * all. Pure: reads code and unwind tables, changes nothing. Uses the
 * disassembler (see insn.h).
 */
#ifndef PATCHABLE_H
#define PATCHABLE_H

#include <stddef.h>
#include <stdint.h>

#include "analysis/window.h"

struct functions;
struct insn_function;

enum patchable_verdict {
	PATCHABLE_PATCHED,     /* it may be, and was */
	PATCHABLE_NO_FUNCTION, /* in no function that is known */
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
 * Judge the candidate at addr in an object that was opened by
 * functions_open(). f
 * keeps the function of the candidate before; zero it for the first candidate
 * of an object.
 */
void patchable_judge(struct functions *object, struct insn_function *f,
		     uintptr_t addr, struct patchable_site *site);

/*
 * The last check of jumps, once for all sites of an object, in ascending order.
 * A site whose window any code of the object may branch into becomes
 * PATCHABLE_ENTERED.
 */
void patchable_branches(const struct functions *object,
			struct patchable_site *sites, size_t count);

/* Text for a verdict, for messages. */
const char *patchable_text(enum patchable_verdict verdict);

#endif
