/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "judge.h"

#include "elf.h"
#include "insn.h"

const char *judge_text(enum judge_verdict verdict)
{
	static const char text[JUDGE_VERDICTS][24] = {
		"patched",	   "outside any function", "not an instruction",
		"red zone in use", "not writable",
	};

	return text[verdict];
}

/* Is addr one of the sites of f? */
static int is_site(const struct insn_function *f, uintptr_t addr)
{
	for (size_t i = 0; i < f->sites; i++)
		if (f->site[i] == addr)
			return 1;
	return 0;
}

enum judge_verdict judge_site(struct elf *elf, struct insn_function *f,
			      uintptr_t addr)
{
	uintptr_t start, end;

	if (addr < f->start || addr >= f->end) {
		if (!elf_function(elf, addr, &start, &end))
			return JUDGE_NO_FUNCTION;
		insn_read_function(start, end, start + elf_room(elf, start), f);
	}
	if (!is_site(f, addr))
		return JUDGE_NOT_CODE;
	return f->red_zone ? JUDGE_RED_ZONE : JUDGE_PATCHED;
}
