/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * May the two bytes of a candidate be rewritten? Pure: reads code and unwind
 * tables, changes nothing. Uses the disassembler (see insn.h).
 */
#ifndef JUDGE_H
#define JUDGE_H

#include <stdint.h>

struct elf;
struct insn_function;

enum judge_verdict {
	JUDGE_PATCHED,	   /* it may be, and was */
	JUDGE_NO_FUNCTION, /* in no function that .eh_frame knows */
	JUDGE_NOT_CODE,	   /* no instruction starts there */
	JUDGE_RED_ZONE,	   /* its function keeps data below rsp */
	JUDGE_UNWRITABLE,  /* the kernel refused the change */
	JUDGE_VERDICTS
};

/*
 * Judge the candidate at addr in an object opened by elf_open(). f holds the
 * function of the candidate before, zeroed for the first of an object.
 */
enum judge_verdict judge_site(struct elf *elf, struct insn_function *f,
			      uintptr_t addr);

/* Text for a verdict, for messages. */
const char *judge_text(enum judge_verdict verdict);

#endif
