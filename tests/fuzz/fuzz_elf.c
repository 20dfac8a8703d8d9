/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * elf.c and judge.c on an object: the bytes are what is mapped of it, the
 * first one says how. Whatever they are, nothing outside the mappings is read,
 * and what is said of a candidate is so.
 */
#include "elf.h"

#include <string.h>

#include "fuzz.h"
#include "insn.h"
#include "judge.h"

static void check_function(struct elf *elf, uintptr_t addr)
{
	uintptr_t start, end;

	if (!elf_function(elf, addr, &start, &end))
		return;
	FUZZ_CHECK(start <= addr && addr <= end && start < end);
	for (size_t i = 0; i < elf->spans; i++)
		if (start >= elf->span[i].start && end <= elf->span[i].end)
			return;
	FUZZ_CHECK(!"the function lies in a mapping");
}

static void judge_all(struct elf *elf, const struct elf_span *span)
{
	const uint8_t *end = (const uint8_t *)span->end;
	const uint8_t *p = insn_scan((const uint8_t *)span->start, end);
	struct insn_function f;

	memset(&f, 0, sizeof(f));
	for (; p; p = insn_scan(p + 2, end)) {
		enum judge_verdict verdict = judge_site(elf, &f, (uintptr_t)p);
		struct insn_function alone;

		FUZZ_CHECK(verdict <= JUDGE_RED_ZONE);
		memset(&alone, 0, sizeof(alone));
		/* what was judged before makes no difference, unless two
		 * functions claim the same bytes */
		FUZZ_CHECK(verdict == judge_site(elf, &alone, (uintptr_t)p) ||
			   f.start != alone.start || f.end != alone.end);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	/* an unlikely byte of the header, so that an object is a seed as it
	 * is: EI_PAD */
	size_t cut = size > 15 ? (size_t)data[15] * 16 : 0;
	struct elf elf;
	uint8_t *one, *two = NULL;
	size_t sum = 0;

	memset(&elf, 0, sizeof(elf));
	insn_init();
	if (cut < 64 || cut >= size)
		cut = size;
	one = malloc(cut + !cut);
	memcpy(one, data, cut);
	elf.span[elf.spans++] =
		(struct elf_span){(uintptr_t)one, (uintptr_t)one + cut};
	if (cut < size) { /* the rest somewhere else: a hole in the object */
		two = malloc(size - cut);
		memcpy(two, data + cut, size - cut);
		elf.span[elf.spans++] = (struct elf_span){
			(uintptr_t)two, (uintptr_t)two + size - cut};
	}
	if (elf_open(&elf, (uintptr_t)one) == 0) {
		for (size_t at = 0; at < cut; at += 61)
			check_function(&elf, (uintptr_t)one + at);
		for (size_t i = 0; i < elf.spans; i++)
			judge_all(&elf, &elf.span[i]);
	}
	for (size_t i = 0; elf.build_id && i < elf.build_id_size; i++)
		sum += elf.build_id[i]; /* may be read */
	FUZZ_CHECK(sum <= 255 * size);
	free(one);
	free(two);
	return 0;
}
