/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "judge.h"

#include "elf.h"
#include "insn.h"

/* How far a branch with one byte of displacement reaches. */
#define SHORT_REACH 130
#define REL32 4

const char *judge_text(enum judge_verdict verdict)
{
	static const char text[JUDGE_VERDICTS][40] = {
		"patched",
		"outside any function",
		"not an instruction",
		"red zone in use",
		"no room for a jump",
		"before it is what cannot be moved",
		"branches may lead to what is before it",
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

/* Jump tables lie in the function itself, or in a part of it that the compiler
 * has put elsewhere: one that it jumps to. */
static int has_no_table(struct elf *elf, const struct insn_function *f)
{
	struct window_exits exits, further;
	struct elf_function part;

	if (window_ways_out(f->start, f->end, &exits) != 0 || exits.indirect ||
	    exits.count > WINDOW_EXITS)
		return 0;
	for (size_t i = 0; i < exits.count; i++)
		if (!elf_find_function(elf, exits.to[i], &part) ||
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
static int neighbours_spare(struct elf *elf, uintptr_t low, uintptr_t high)
{
	uintptr_t at = low - SHORT_REACH, stop = high + SHORT_REACH;
	struct elf_function f;

	for (; at < stop; at++) {
		if (elf_room(elf, at) < 2)
			continue;
		if (!elf_find_function(elf, at, &f) || f.end == at) {
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

static int stays_whole(struct elf *elf, const struct insn_function *f,
		       const struct elf_function *own,
		       const struct judge_site *site)
{
	uintptr_t low = site->addr - site->window.size + 1, high = site->addr;

	return !own->lands && has_no_table(elf, f) &&
	       neighbours_spare(elf, low, high);
}

/* A handler's return, whose unwind entry begins in what is before it: a byte
 * that says nothing of where instructions begin. */
static enum judge_verdict judge_restorer(const struct elf_function *own,
					 struct judge_site *site)
{
	/* mov $rt_sigreturn,%rax */
	static const uint8_t mov[] = {0x48, 0xc7, 0xc0, 15, 0, 0, 0};
	const uint8_t *p = (const uint8_t *)own->start + 1;

	if ((uintptr_t)p + sizeof(mov) != site->addr)
		return JUDGE_FIXED;
	for (size_t i = 0; i < sizeof(mov); i++)
		if (p[i] != mov[i])
			return JUDGE_FIXED;
	site->window = (struct window){sizeof(mov), 1, 15};
	return JUDGE_PATCHED;
}

static enum judge_verdict judge_window(struct elf *elf,
				       const struct insn_function *f,
				       const struct elf_function *own,
				       size_t least, struct judge_site *site)
{
	switch (window_find(f->start, site->addr, least, &site->window)) {
	case WINDOW_SHORT:
		return JUDGE_SHORT;
	case WINDOW_FIXED:
		return JUDGE_FIXED;
	default:
		return !window_is_open(&site->window) ||
				       stays_whole(elf, f, own, site)
			       ? JUDGE_PATCHED
			       : JUDGE_ENTERED;
	}
}

/* A window that leaves the syscall instruction in its place is better: who
 * comes there from elsewhere is caught by the net. */
static enum judge_verdict judge_jump(struct elf *elf,
				     const struct insn_function *f,
				     struct judge_site *site)
{
	enum judge_verdict verdict;
	struct elf_function own;

	if (!elf_find_function(elf, f->start, &own) || own.start != f->start)
		return JUDGE_NO_FUNCTION;
	if (own.signal)
		return judge_restorer(&own, site);
	verdict = judge_window(elf, f, &own, WINDOW_JUMP, site);
	if (verdict == JUDGE_PATCHED)
		return verdict;
	return judge_window(elf, f, &own, WINDOW_TIGHT, site) == JUDGE_PATCHED
		       ? JUDGE_PATCHED
		       : verdict;
}

void judge_site(struct elf *elf, struct insn_function *f, uintptr_t addr,
		struct judge_site *site)
{
	struct elf_function found;

	*site = (struct judge_site){.addr = addr};
	if (addr < f->start || addr >= f->end) {
		if (!elf_find_function(elf, addr, &found)) {
			site->jump = site->call = JUDGE_NO_FUNCTION;
			return;
		}
		insn_read_function(found.start, found.end,
				   found.start + elf_room(elf, found.start), f);
	}
	if (!is_site(f, addr)) {
		site->jump = site->call = JUDGE_NOT_CODE;
		return;
	}
	site->call = f->red_zone ? JUDGE_RED_ZONE : JUDGE_PATCHED;
	site->jump = (uint8_t)judge_jump(elf, f, site);
}

/* --- long branches, from anywhere in the object ----------------------------
 */

/* The first site whose window ends at addr or behind it. */
static struct judge_site *find_site(struct judge_site *sites, size_t count,
				    uintptr_t addr)
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

static int32_t displacement(const uint8_t *p)
{
	return (int32_t)((uint32_t)p[0] | (uint32_t)p[1] << 8 |
			 (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24);
}

/* Whatever the bytes are part of: code need not be told from data here. */
static int may_be_long_branch(const uint8_t *opcode, const uint8_t *start)
{
	if (*opcode == 0xe8 || *opcode == 0xe9)
		return 1;
	return *opcode >= 0x80 && *opcode <= 0x8f && opcode > start &&
	       opcode[-1] == 0x0f;
}

static void note_branches(const uint8_t *start, const uint8_t *end,
			  struct judge_site *sites, size_t count)
{
	uintptr_t low = sites[0].addr - WINDOW_MAX;
	uintptr_t span = sites[count - 1].addr - low;
	struct judge_site *site;

	for (const uint8_t *p = start; end - p > REL32; p++) {
		uintptr_t to;

		if (*p < 0x80 || !may_be_long_branch(p, start))
			continue;
		to = (uintptr_t)p + 1 + REL32 + (uintptr_t)displacement(p + 1);
		if (to - low > span)
			continue;
		site = find_site(sites, count, to);
		if (site && site->jump == JUDGE_PATCHED &&
		    window_is_open(&site->window) &&
		    to > site->addr - site->window.size)
			site->jump = JUDGE_ENTERED;
	}
}

void judge_branches(const struct elf *elf, struct judge_site *sites,
		    size_t count)
{
	int any = 0;

	for (size_t i = 0; i < count; i++)
		any |= sites[i].jump == JUDGE_PATCHED &&
		       window_is_open(&sites[i].window);
	for (size_t i = 0; any && i < elf->spans; i++)
		note_branches((const uint8_t *)elf->span[i].start,
			      (const uint8_t *)elf->span[i].end, sites, count);
}
