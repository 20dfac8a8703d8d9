/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * How may a candidate be rewritten? Pure: reads code and unwind tables,
 * changes nothing. Uses the disassembler (see insn.h).
 */
#ifndef JUDGE_H
#define JUDGE_H

#include <stddef.h>
#include <stdint.h>

#include "analysis/window.h"

struct elf;
struct insn_function;

enum judge_verdict {
	JUDGE_PATCHED,	   /* it may be, and was */
	JUDGE_NO_FUNCTION, /* in no function that .eh_frame knows */
	JUDGE_NOT_CODE,	   /* no instruction starts there */
	JUDGE_RED_ZONE,	   /* a call: its function keeps data below rsp */
	JUDGE_SHORT,	   /* a jump: no five bytes before it */
	JUDGE_FIXED,	   /* a jump: what is before it cannot be moved */
	JUDGE_ENTERED,	   /* a jump: code may branch into what is before it */
	JUDGE_UNREACHED,   /* a jump: nothing is seen to lead there */
	JUDGE_FAR,	   /* a jump: there is no place for its stub */
	JUDGE_UNWRITABLE,  /* the kernel refused the change */
	JUDGE_VERDICTS
};

/* A candidate, judged. */
struct judge_site {
	uintptr_t addr;
	struct window window; /* if it may become a jump */
	uint8_t jump, call;   /* the verdicts on either way */
};

/*
 * Judge the candidate at addr in an object opened by elf_open(). f holds the
 * function of the candidate before, zeroed for the first of an object.
 */
void judge_site(struct elf *elf, struct insn_function *f, uintptr_t addr,
		struct judge_site *site);

/*
 * The last word on jumps, once for all sites of an object, in ascending order:
 * those that any code of the object branches into become JUDGE_ENTERED.
 */
void judge_branches(const struct elf *elf, struct judge_site *sites,
		    size_t count);

/* Text for a verdict, for messages. */
const char *judge_text(enum judge_verdict verdict);

#endif
