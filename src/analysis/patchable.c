/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Decides for each call site whether it may be rewritten, and how. */
#include "analysis/patchable.h"

#include "analysis/functions/functions.h"
#include "analysis/insn.h"

/* How far a branch with one byte of displacement reaches. */
#define SHORT_REACH 130
#define REL32 4
#define WORD 8

/* So many bytes have distances to the same place with the same upper half, or
 * the next. Fewer halves than WIDE are sooner looked for than branches. */
#define AT_ONCE 4096
#define WIDE 4

/* Objects with more bytes have no open windows: to look through all of it would
 * take longer than what is won. */
#define LOOKED_THROUGH (16ul << 20)

const char *patchable_text(enum patchable_verdict verdict)
{
	static const char text[PATCHABLE_VERDICTS][40] = {
		"patched",
		"outside any function",
		"not an instruction",
		"red zone in use",
		"no room for a jump",
		"before it is what cannot be moved",
		"branches may lead to what is before it",
		"nothing leads to what is before it",
		"no room for its stub",
		"not writable",
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

/* --- what may branch into a window ---------------------------------------- */

/* Computed jumps are in the function itself, or in a part of it that the
 * compiler has put elsewhere: one that it jumps to. There a jump by a word may
 * be the linker's, to another object. */
static int has_no_table(struct functions *object, const struct insn_function *f)
{
	struct window_exits exits, further;
	enum functions_source source;
	struct eh_function part;

	if (window_ways_out(f->start, f->end, &exits) != 0 || exits.indirect ||
	    exits.by_word || exits.count > WINDOW_EXITS)
		return 0;
	for (size_t i = 0; i < exits.count; i++)
		if (!functions_find_known(object, exits.to[i], &part,
					  &source) ||
		    window_ways_out(part.start, part.end, &further) != 0 ||
		    further.indirect)
			return 0;
	return 1;
}

/* Whatever the bytes are part of: jcc, jmp, loop or jrcxz, of two bytes. */
static int may_be_short_branch(const uint8_t *p, uintptr_t low, uintptr_t high)
{
	uintptr_t to = (uintptr_t)p + 2 + (uintptr_t)(int8_t)p[1];

	return ((p[0] >= 0x70 && p[0] <= 0x7f) || p[0] == 0xeb ||
		(p[0] >= 0xe0 && p[0] <= 0xe3)) &&
	       to >= low && to <= high;
}

/* Short branches, from functions near the window and from what lies between
 * functions: padding, or code of which nothing is known. */
static int neighbours_spare(struct functions *object, uintptr_t low,
			    uintptr_t high)
{
	uintptr_t at = low - SHORT_REACH, stop = high + SHORT_REACH;
	enum functions_source source;
	struct eh_function f;

	for (; at < stop; at++) {
		if (eh_room(&object->elf, at) < 2)
			continue;
		if (!functions_find_known(object, at, &f, &source) ||
		    f.end == at) {
			if (may_be_short_branch((const uint8_t *)at, low, high))
				return 0;
			continue;
		}
		if (!window_is_spared(f.start, f.end, low, high))
			return 0;
		at = f.end - 1;
	}
	return 1;
}

static int stays_whole(struct functions *object, const struct insn_function *f,
		       const struct eh_function *own,
		       const struct patchable_site *site)
{
	uintptr_t low = site->addr - site->window.size + 1;
	uintptr_t high = site->addr - !window_is_tight(&site->window);

	return !own->lands && has_no_table(object, f) &&
	       neighbours_spare(object, low, high);
}

/* A handler's return, whose unwind entry begins in what is before it: a byte
 * that says nothing of where instructions begin. */
static enum patchable_verdict judge_restorer(const struct eh_function *own,
					     struct patchable_site *site)
{
	/* mov $rt_sigreturn,%rax */
	static const uint8_t mov[] = {0x48, 0xc7, 0xc0, 15, 0, 0, 0};
	const uint8_t *p = (const uint8_t *)own->start + 1;

	if ((uintptr_t)p + sizeof(mov) != site->addr)
		return PATCHABLE_FIXED;
	for (size_t i = 0; i < sizeof(mov); i++)
		if (p[i] != mov[i])
			return PATCHABLE_FIXED;
	site->window = (struct window){sizeof(mov), 1, 15};
	return PATCHABLE_PATCHED;
}

static enum patchable_verdict judge_window(struct functions *object,
					   const struct insn_function *f,
					   const struct eh_function *own,
					   size_t least,
					   struct patchable_site *site)
{
	enum window_verdict verdict =
		window_find(f->start, site->addr, least, &site->window);
	uintptr_t from = site->addr - site->window.size;

	if (verdict == WINDOW_SHORT)
		return PATCHABLE_SHORT;
	if (verdict == WINDOW_FIXED)
		return PATCHABLE_FIXED;
	/* what nothing runs into may be data, if nothing branches there */
	if (verdict == WINDOW_ALONE && from != f->start &&
	    !window_is_target(f->start, f->end, from))
		return PATCHABLE_UNREACHED;
	return !window_is_open(&site->window) ||
			       stays_whole(object, f, own, site)
		       ? PATCHABLE_PATCHED
		       : PATCHABLE_ENTERED;
}

/* A window that leaves the syscall instruction in its place is better: the
 * fallback catches what branches to the instruction. */
static enum patchable_verdict judge_jump(struct functions *object,
					 const struct insn_function *f,
					 struct patchable_site *site)
{
	enum patchable_verdict verdict;
	enum functions_source source;
	struct eh_function own;

	if (!functions_find_known(object, f->start, &own, &source) ||
	    own.start != f->start)
		return PATCHABLE_NO_FUNCTION;
	if (own.signal)
		return judge_restorer(&own, site);
	verdict = judge_window(object, f, &own, WINDOW_JUMP, site);
	if (verdict == PATCHABLE_PATCHED)
		return verdict;
	return judge_window(object, f, &own, WINDOW_TIGHT, site) ==
			       PATCHABLE_PATCHED
		       ? PATCHABLE_PATCHED
		       : verdict;
}

void patchable_judge(struct functions *object, struct insn_function *f,
		     uintptr_t addr, struct patchable_site *site)
{
	enum functions_source source;
	struct eh_function found;

	*site = (struct patchable_site){.addr = addr};
	if (addr < f->start || addr >= f->end) {
		if (!functions_find(object, addr, &found, &source)) {
			site->jump = site->call = PATCHABLE_NO_FUNCTION;
			return;
		}
		insn_read_function(
			found.start, found.end,
			found.start + eh_room(&object->elf, found.start), f);
	}
	if (!is_site(f, addr)) {
		site->jump = site->call = PATCHABLE_NOT_CODE;
		return;
	}
	site->call = f->red_zone ? PATCHABLE_RED_ZONE : PATCHABLE_PATCHED;
	site->jump = (uint8_t)judge_jump(object, f, site);
}

/* --- whatever else may lead into a window, from anywhere in the object --- */

/* The first site whose window ends at addr or behind it. */
static struct patchable_site *find_site(struct patchable_site *sites,
					size_t count, uintptr_t addr)
{
	size_t low = 0, high = count;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (sites[mid].addr < addr)
			low = mid + 1;
		else
			high = mid;
	}
	return low < count ? &sites[low] : NULL;
}

static int is_open(const struct patchable_site *site)
{
	return site->jump == PATCHABLE_PATCHED && window_is_open(&site->window);
}

/* The windows of an object, and the addresses that they lie in. Of a window
 * that is open the lines of 32 bytes have their bit set, modulo all bits: what
 * leads elsewhere, as nearly all does, is seen at once. */
#define LINE 32
#define LINES 8192
struct windows {
	struct patchable_site *site;
	size_t count;
	uintptr_t low, span;
	uint64_t line[LINES / 64];
};

static void set_line(struct windows *w, uintptr_t addr)
{
	w->line[addr / LINE % LINES / 64] |= 1ul << addr / LINE % 64;
}

static int has_line(const struct windows *w, uintptr_t addr)
{
	return w->line[addr / LINE % LINES / 64] >> addr / LINE % 64 & 1;
}

static void enter_one(const struct windows *w, uintptr_t to)
{
	struct patchable_site *site;

	site = find_site(w->site, w->count, to);
	if (site && is_open(site) && to > site->addr - site->window.size &&
	    (to < site->addr || window_is_tight(&site->window)))
		site->jump = PATCHABLE_ENTERED;
}

static inline void enter(const struct windows *w, uintptr_t to)
{
	if (to - w->low <= w->span && has_line(w, to))
		enter_one(w, to);
}

static void enter_distance(const struct windows *w, const uint8_t *p)
{
	int32_t distance;

	__builtin_memcpy(&distance, p, sizeof(distance));
	enter(w, (uintptr_t)p + REL32 + (uintptr_t)(int64_t)distance);
}

/* Where the steps end that insn_find_halves() may take from p. */
static const uint8_t *last_step(const uint8_t *p, const uint8_t *end)
{
	size_t room = end - p < REL32 ? 0 : (size_t)(end - p) - REL32;

	return p +
	       (room < AT_ONCE ? room / INSN_PLACES * INSN_PLACES : AT_ONCE);
}

/* Half of a range: from the upper half of its lower end on. */
static uint16_t half_span(int64_t low, int64_t high)
{
	int64_t span = (high >> 16) - (low >> 16);

	return (uint16_t)(span < UINT16_MAX ? span : UINT16_MAX);
}

/* From p to last. If the windows are near each other, nearly no distance has
 * the upper half of one that leads from there to them. */
static void look_for_near(const struct windows *w, const uint8_t *p,
			  const uint8_t *last)
{
	int64_t low = (int64_t)(w->low - (uintptr_t)last - REL32);
	int64_t high = (int64_t)(w->low + w->span - (uintptr_t)p - REL32);
	uint16_t first = (uint16_t)(low >> 16), span = half_span(low, high);
	unsigned int k = ~0u;

	for (; p < last; p += INSN_PLACES) {
		if (span < WIDE)
			p = insn_find_halves(p, last, first, span, &k);
		if (p == last)
			return;
		for (k &= insn_distances(p); k; k &= k - 1)
			enter_distance(w, p + __builtin_ctz(k));
		k = ~0u;
	}
}

/* Code need not be told from data here. What is too near the ends for
 * insn_distances() is taken for distances all of it. */
static void look_for_distances(const struct windows *w, const uint8_t *start,
			       const uint8_t *end)
{
	const uint8_t *p = start + 1, *last;

	if (end - start < REL32 + 1)
		return;
	for (enter_distance(w, p++); (last = last_step(p, end)) > p; p = last)
		look_for_near(w, p, last);
	for (; end - p >= REL32; p++)
		enter_distance(w, p);
}

/* Eight bytes may be an address, or one that is still to be relocated. */
static void look_for_words(const struct windows *w, const uint8_t *start,
			   const uint8_t *end, uintptr_t bias)
{
	for (const uint8_t *p = start + (-(uintptr_t)start % WORD);
	     end - p >= WORD; p += WORD) {
		uint64_t word = *(const uint64_t *)(const void *)p;

		enter(w, word);
		enter(w, word + bias);
	}
}

static void enter_address(const struct windows *w, const uint8_t *p,
			  uintptr_t bias)
{
	uint32_t address;

	__builtin_memcpy(&address, p, REL32);
	enter(w, address + bias);
}

/* In an object for one place, an instruction may hold an address, and so may
 * four bytes of data, or the lower ones of eight: as it was linked, like
 * everything that is looked for. */
static void look_for_addresses(const struct windows *w, const uint8_t *start,
			       const uint8_t *end, uintptr_t bias)
{
	const uintptr_t low = w->low - bias, high = low + w->span;
	const uint8_t *p = start, *last;
	unsigned int k;

	for (; (last = last_step(p, end)) > p; p = last)
		while ((p = insn_find_halves(
				p, last, (uint16_t)(low >> 16),
				half_span((int64_t)low, (int64_t)high), &k)) <
		       last) {
			for (; k; k &= k - 1)
				enter_address(w, p + __builtin_ctz(k), bias);
			p += INSN_PLACES;
		}
	for (; end - p >= REL32; p++)
		enter_address(w, p, bias);
}

void patchable_branches(const struct functions *object,
			struct patchable_site *sites, size_t count)
{
	const struct eh_object *elf = &object->elf;
	struct windows w = {.site = sites, .count = count};
	uintptr_t first = 0, last = 0;
	size_t size = 0;
	int is_low; /* linked for one place, below 4 GiB */

	for (size_t i = 0; i < count; i++) {
		if (!is_open(&sites[i]))
			continue;
		last = sites[i].addr;
		if (!first)
			first = last;
		/* a window is shorter than a line */
		set_line(&w, sites[i].addr - sites[i].window.size);
		set_line(&w, sites[i].addr);
	}
	if (!first)
		return;
	for (size_t i = 0; i < elf->spans; i++)
		size += elf->span[i].end - elf->span[i].start;
	if (size > LOOKED_THROUGH) {
		for (size_t i = 0; i < count; i++)
			if (is_open(&sites[i]))
				sites[i].jump = PATCHABLE_ENTERED;
		return;
	}
	w.low = first - WINDOW_MAX;
	w.span = last - w.low;
	is_low = elf->span[0].start != elf->bias &&
		 w.low - elf->bias + w.span <= UINT32_MAX;
	for (size_t i = 0; i < elf->spans; i++) {
		const uint8_t *start = (const uint8_t *)elf->span[i].start;
		const uint8_t *end = (const uint8_t *)elf->span[i].end;

		look_for_distances(&w, start, end);
		if (is_low)
			look_for_addresses(&w, start, end, elf->bias);
		if (!is_low || elf->bias)
			look_for_words(&w, start, end, elf->bias);
	}
}
