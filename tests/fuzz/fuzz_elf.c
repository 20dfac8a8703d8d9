/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * functions.c and patchable.c on an object: the bytes are what is mapped of
 * it, the first one says how. Whatever they are, nothing outside the mappings
 * is read, and what is said of a candidate is so.
 */
#include "analysis/functions/functions.h"

#include <string.h>

#include "analysis/insn.h"
#include "analysis/patchable.h"
#include "fuzz.h"

static void check_function(struct functions *object, uintptr_t addr)
{
	const struct eh_object *elf = &object->elf;
	enum functions_source source;
	struct eh_function f;

	if (!functions_find(object, addr, &f, &source))
		return;
	FUZZ_CHECK(f.start <= addr && addr <= f.end && f.start < f.end);
	for (size_t i = 0; i < elf->spans; i++)
		if (f.start >= elf->span[i].start && f.end <= elf->span[i].end)
			return;
	FUZZ_CHECK(!"the function lies in a mapping");
}

/* The bytes that a jump would take the place of are the function's own. */
static void check_window(const struct patchable_site *s,
			 const struct insn_function *f)
{
	const struct window *w = &s->window;
	size_t covered = w->size < WINDOW_JUMP ? WINDOW_JUMP : w->size;

	if (s->jump != PATCHABLE_PATCHED)
		return;
	FUZZ_CHECK(w->size >= WINDOW_TIGHT && w->size <= WINDOW_MAX);
	FUZZ_CHECK(w->count >= 1 && w->count <= WINDOW_COUNT);
	FUZZ_CHECK(covered <= w->size + 2u);
	FUZZ_CHECK(w->nr >= -1 && w->nr < 4091);
	FUZZ_CHECK(s->addr - w->size >= f->start);
}

static void judge_all(struct functions *object, const struct eh_span *span)
{
	static struct patchable_site site[4096];
	const uint8_t *end = (const uint8_t *)span->end;
	const uint8_t *p = insn_scan((const uint8_t *)span->start, end);
	struct insn_function f;
	size_t n = 0;

	memset(&f, 0, sizeof(f));
	for (; p && n < 4096; p = insn_scan(p + 2, end)) {
		struct patchable_site *s = &site[n++], again;
		struct insn_function alone;

		patchable_judge(object, &f, (uintptr_t)p, s);
		FUZZ_CHECK(s->addr == (uintptr_t)p);
		FUZZ_CHECK(s->call <= PATCHABLE_RED_ZONE);
		FUZZ_CHECK(s->jump <= PATCHABLE_UNREACHED &&
			   s->jump != PATCHABLE_RED_ZONE);
		check_window(s, &f);
		memset(&alone, 0, sizeof(alone));
		patchable_judge(object, &alone, (uintptr_t)p, &again);
		/* what was judged before makes no difference, unless two
		 * functions claim the same bytes */
		FUZZ_CHECK((s->call == again.call && s->jump == again.jump) ||
			   f.start != alone.start || f.end != alone.end);
	}
	patchable_branches(object, site, n);
	for (size_t i = 0; i < n; i++)
		FUZZ_CHECK(site[i].jump <= PATCHABLE_UNREACHED);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	/* an unlikely byte of the header, so that an object is a seed as it
	 * is: EI_PAD */
	size_t cut = size > 15 ? (size_t)data[15] * 16 : 0;
	struct functions object;
	struct eh_object *elf = &object.elf;
	uint8_t *one, *two = NULL;
	size_t sum = 0;

	memset(&object, 0, sizeof(object));
	if (cut < 64 || cut >= size)
		cut = size;
	one = malloc(cut + !cut);
	memcpy(one, data, cut);
	elf->span[elf->spans++] =
		(struct eh_span){(uintptr_t)one, (uintptr_t)one + cut};
	if (cut < size) { /* the rest somewhere else: a hole in the object */
		two = malloc(size - cut);
		memcpy(two, data + cut, size - cut);
		elf->span[elf->spans++] = (struct eh_span){
			(uintptr_t)two, (uintptr_t)two + size - cut};
	}
	if (functions_open(&object, (uintptr_t)one) == 0) {
		for (size_t at = 0; at < cut; at += 61)
			check_function(&object, (uintptr_t)one + at);
		for (size_t i = 0; i < elf->spans; i++)
			judge_all(&object, &elf->span[i]);
		functions_close(&object);
	}
	for (size_t i = 0; elf->build_id && i < elf->build_id_size; i++)
		sum += elf->build_id[i]; /* may be read */
	FUZZ_CHECK(sum <= 255 * size);
	free(one);
	free(two);
	return 0;
}
