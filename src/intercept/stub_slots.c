/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Slots are handed out in areas: the library's own, and mappings near objects
 * that are far from it. Who looks for a stub has no lock: an entry is complete
 * before a jump leads to its slot.
 */
#include "intercept/stub_slots.h"

#include <asm/errno.h>
#include <linux/mman.h>

#include "base/constants.h"
#include "base/frame.h"
#include "base/gate.h"
#include "base/nolibc.h"
#include "base/pages.h"
#include "base/patch.h"
#include "base/rawcall.h"
#include "intercept/sites.h"
#include "intercept/sled.h"
#include "thread/memory.h"

#define MIB (1ul << 20)
#define STRIDE (8 * MIB)
#define REACH ((2ul << 30) - MIB)
#define AREAS 64
#define AREA_SIZE (STUB_SLOTS * STUB_SLOT)
#define LOWEST 0x10000ul
#define CODE (PROT_READ | PROT_EXEC)

static struct area {
	uintptr_t start;
	struct stub *stub; /* one for each slot */
	uint32_t used;	   /* slots that were in use ever */
	uint32_t free;	   /* of them, free again */
	int far;
	int open; /* patch is */
	struct patch patch;
} areas[AREAS] BIG_TABLE;
static size_t area_count;

/* --- areas -----------------------------------------------------------------
 */

static uintptr_t slot_at(const struct area *a, const struct stub *s)
{
	return a->start + (uintptr_t)(s - a->stub) * STUB_SLOT;
}

static int open_area(struct area *a)
{
	int err = a->open ? 0
			  : patch_open(&a->patch, a->start,
				       a->start + AREA_SIZE, CODE,
				       PATCH_IN_PLACE);

	a->open = err == 0;
	return err;
}

void stub_slots_end(void)
{
	for (size_t i = 0; i < area_count; i++) {
		if (areas[i].open)
			patch_close(&areas[i].patch);
		areas[i].open = 0;
	}
}

/* In the first slot. */
static int write_head(struct area *a)
{
	struct stub_head head;

	stub_fill_head(&head);
	a->used = 1;
	return patch_put(&a->patch, a->start, &head, sizeof(head));
}

/* One more area, at start. */
static struct area *add_area(uintptr_t start, int far)
{
	struct area *a = &areas[area_count];

	*a = (struct area){.start = start, .far = far};
	a->stub = pages_map(STUB_SLOTS * sizeof(*a->stub));
	if (!a->stub)
		return NULL;
	if (open_area(a) != 0 || (far && write_head(a) != 0)) {
		pages_unmap(a->stub, STUB_SLOTS * sizeof(*a->stub));
		return NULL;
	}
	area_count++;
	return a;
}

static int map_at(uintptr_t at)
{
	void *p = sys_mmap((void *)at, AREA_SIZE, CODE,
			   MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE,
			   -1, 0);

	if ((uintptr_t)p == at)
		return 1;
	if (!sys_failed(p)) /* before Linux 4.17 it is a hint */
		sys_munmap(p, AREA_SIZE);
	return 0;
}

/* Where no place was free the last time. Nobody looks there again. */
static uintptr_t full;

/*
 * Find a free place within reach, below the site if there is one. The heap
 * begins above a program, so above it the search starts at the far end. Nearby
 * every place is tried, further away fewer: each that is in use costs some us.
 */
static uintptr_t map_near(uintptr_t site)
{
	uintptr_t base = site & ~(uintptr_t)(AREA_SIZE - 1), d = AREA_SIZE;

	if (full && site - full + REACH / 2 < REACH)
		return 0;
	while (d < REACH && base >= d + LOWEST) {
		if (map_at(base - d))
			return base - d;
		d += d < 16 * MIB ? AREA_SIZE : d < 512 * MIB ? MIB : STRIDE;
	}
	for (d = REACH & ~(STRIDE - 1); d >= STRIDE; d -= STRIDE)
		if (map_at(base + d))
			return base + d;
	full = site;
	return 0;
}

static int reaches(uintptr_t start, uintptr_t site)
{
	return site - start + REACH < 2 * REACH;
}

static int area_has_room(const struct area *a)
{
	return a->used < STUB_SLOTS || a->free;
}

/* The library's own slots are used first; with a sled they are far ones. */
static struct area *area_for(uintptr_t site)
{
	uintptr_t start = (uintptr_t)gate_near;

	if (!area_count && !add_area(start, sled_base() != 0))
		return NULL;
	for (size_t i = 0; i < area_count; i++)
		if (reaches(areas[i].start, site) && area_has_room(&areas[i]))
			return &areas[i];
	if (area_count == AREAS)
		return NULL;
	start = map_near(site);
	return start ? add_area(start, 1) : NULL;
}

static struct stub *free_slot(struct area *a)
{
	struct stub *s = a->stub + a->far;

	if (a->used < STUB_SLOTS)
		return &a->stub[a->used];
	while (s->site)
		s++;
	return s;
}

static void take_slot(struct area *a, const struct stub *s)
{
	if (s == &a->stub[a->used])
		a->used++;
	else
		a->free--;
}

/* --- stubs -----------------------------------------------------------------
 */

/* Some window was put back. */
static int undone;

/* The stub that the site had before its window was put back: a thread may still
 * be in there. */
static struct stub *old_stub(uintptr_t site, struct area **area)
{
	if (!undone || !sites_contains(site))
		return NULL;
	for (size_t i = 0; i < area_count; i++)
		for (uint32_t k = 0; k < areas[i].used; k++)
			if (areas[i].stub[k].site == site) {
				*area = &areas[i];
				return &areas[i].stub[k];
			}
	return NULL;
}

/* In this free slot: it is written right there, where that can be. */
static int make_in(struct area *a, struct stub *s, uintptr_t site,
		   const struct window *w)
{
	uintptr_t at = slot_at(a, s);
	uint8_t code[STUB_SLOT], *place;
	struct stub made;
	int err = open_area(a);

	if (err)
		return err;
	place = patch_place(&a->patch, at);
	err = stub_build(&made, site, w, at, a->far ? a->start : 0,
			 place ? place : code);
	if (!err && !place)
		err = patch_put(&a->patch, at, code, sizeof(code));
	if (err)
		return err;
	take_slot(a, s);
	*s = made;
	return 0;
}

/* In an old stub's slot, which may only get other code in its window. */
static int make_again(struct area *a, struct stub *s, uintptr_t site,
		      const struct window *w)
{
	uintptr_t at = slot_at(a, s);
	uint8_t code[STUB_SLOT];
	struct stub made;
	int err = stub_build(&made, site, w, at, a->far ? a->start : 0, code);

	if (!err && (made.pass != s->pass || made.nr != s->nr))
		return -EEXIST;
	if (!err)
		err = open_area(a);
	if (!err)
		err = patch_put(&a->patch, at, code, sizeof(code));
	if (!err)
		*s = made;
	return err;
}

/* A bit for the pages that windows were ever in, some pages to each. */
static uint64_t marks[64];

static uint64_t mark_of(uintptr_t addr, uint64_t **word)
{
	*word = &marks[addr / PAGE / 64 % 64];
	return 1ul << addr / PAGE % 64;
}

static void mark(uintptr_t addr)
{
	uint64_t *word, bit = mark_of(addr, &word);

	__atomic_fetch_or(word, bit, __ATOMIC_SEQ_CST);
}

static int is_marked(uintptr_t addr)
{
	uint64_t *word, bit = mark_of(addr, &word);

	return (__atomic_load_n(word, __ATOMIC_SEQ_CST) & bit) != 0;
}

int stub_slots_make(uintptr_t site, const struct window *w,
		    uint8_t jump[WINDOW_JUMP])
{
	struct area *a;
	struct stub *s = old_stub(site, &a);
	int err = s ? make_again(a, s, site, w) : -EEXIST;

	if (err == -EEXIST) {
		a = area_for(site);
		if (!a)
			return -ENOMEM;
		s = free_slot(a);
		err = make_in(a, s, site, w);
	}
	if (err)
		return err;
	mark(site - w->size);
	mark(site);
	stub_write_jump(jump, site - w->size, slot_at(a, s));
	return 0;
}

static void free_stub(struct area *a, struct stub *s)
{
	s->nr = -1;
	__atomic_store_n(&s->site, 0, __ATOMIC_RELEASE);
	a->free++;
}

/* All stubs of sites in [start, end): fn(area, stub). */
static void each(uintptr_t start, uintptr_t end,
		 void (*fn)(struct area *, struct stub *))
{
	for (size_t i = 0; i < area_count; i++) {
		struct area *a = &areas[i];

		for (uint32_t k = 0; k < a->used; k++)
			if (a->stub[k].site >= start && a->stub[k].site < end &&
			    a->stub[k].site)
				fn(a, &a->stub[k]);
	}
}

void stub_slots_forget(uintptr_t start, uintptr_t end)
{
	each(start, end, free_stub);
}

/* The stub stays: a thread may be in there. */
static void undo(struct area *a, struct stub *s)
{
	uintptr_t from = s->site - s->before;
	uint8_t jump[WINDOW_JUMP], there[WINDOW_JUMP];
	struct patch p;

	stub_write_jump(jump, from, slot_at(a, s));
	if (memory_copy_in(there, from, sizeof(there)) != sizeof(there) ||
	    memcmp(there, jump, sizeof(jump)) != 0 ||
	    patch_open(&p, from, from + WINDOW_JUMP, CODE, PATCH_BY_FILE) != 0)
		return;
	patch_put(&p, from, s->jumped, WINDOW_JUMP);
	patch_close(&p);
}

void stub_slots_undo(uintptr_t start, uintptr_t end)
{
	undone = 1;
	each(start, end, undo);
}

/* Returns 0 or -errno. */
static int set_pass(struct area *a, const struct stub *s, int wanted)
{
	uintptr_t at = slot_at(a, s) + s->pass;
	uint8_t two[2];
	int err;

	stub_write_pass(two, a->far, wanted);
	if (memcmp((const void *)at, two, 2) == 0)
		return 0;
	err = open_area(a);
	return err ? err : patch_put(&a->patch, at, two, 2);
}

int stub_slots_want(unsigned int nr, int wanted)
{
	int err = 0;

	for (size_t i = 0; i < area_count; i++) {
		struct area *a = &areas[i];

		for (uint32_t k = 0; k < a->used && !err; k++)
			if (a->stub[k].site && a->stub[k].nr == (int)nr)
				err = set_pass(a, &a->stub[k], wanted);
	}
	stub_slots_end();
	return err;
}

int stub_slots_want_table(const unsigned char *wanted)
{
	int err = 0;

	for (size_t i = 0; i < area_count; i++) {
		struct area *a = &areas[i];

		for (uint32_t k = 0; k < a->used && !err; k++) {
			const struct stub *s = &a->stub[k];

			if (s->site && s->nr >= 0 && s->nr < GATE_NUMBERS)
				err = set_pass(a, s, wanted[s->nr]);
		}
	}
	stub_slots_end();
	return err;
}

int stub_slots_area(size_t i, uintptr_t *start, uintptr_t *end)
{
	if (i >= area_count)
		return 0;
	*start = areas[i].start;
	*end = areas[i].start + AREA_SIZE;
	return 1;
}

void stub_slots_count(unsigned long *stubs, unsigned long *far)
{
	*stubs = *far = 0;
	for (size_t i = 0; i < area_count; i++) {
		unsigned long n =
			areas[i].used - (uint32_t)areas[i].far - areas[i].free;

		*stubs += n;
		*far += areas[i].far ? n : 0;
	}
}

/* --- a thread that was interrupted -----------------------------------------
 */

/* The stub whose slot holds addr. */
static const struct stub *stub_at(uintptr_t addr, uintptr_t *offset,
				  const struct area **area)
{
	for (size_t i = 0; i < area_count; i++) {
		const struct area *a = &areas[i];

		if (addr - a->start >= AREA_SIZE)
			continue;
		*area = a;
		*offset = (addr - a->start) % STUB_SLOT;
		addr = (addr - a->start) / STUB_SLOT;
		return a->stub[addr].site ? &a->stub[addr] : NULL;
	}
	return NULL;
}

/* In the gate, called by a far stub. */
static int in_far_gate(uintptr_t rip, uintptr_t rcx, struct stub_place *place)
{
	const struct area *a;
	uintptr_t back, offset;
	const struct stub *s;

	if (rip < gate_address(gate_blob_far_check) ||
	    rip > gate_address(gate_blob_far_return))
		return 0;
	if (rip >= gate_address(gate_blob_far_left) &&
	    rip < gate_address(gate_blob_far_pass)) {
		back = rcx;
	} else {
		back = *(const uintptr_t *)place->rsp;
		place->rsp += sizeof(uintptr_t) + RED_ZONE;
	}
	s = stub_at(back, &offset, &a);
	if (s)
		stub_find_in_gate(s, rip, place);
	return s != NULL;
}

int stub_slots_find(uintptr_t rip, uintptr_t rsp, uintptr_t rcx,
		    struct stub_place *place)
{
	const struct area *a;
	uintptr_t offset;
	const struct stub *s;

	*place = (struct stub_place){.rsp = rsp};
	if (!area_count)
		return 0;
	s = stub_at(rip, &offset, &a);
	if (!s)
		return in_far_gate(rip, rcx, place);
	stub_find(s, slot_at(a, s), a->far, offset, place);
	return 1;
}

uintptr_t stub_slots_resume(uintptr_t rip, uint64_t rax)
{
	if (!is_marked(rip))
		return rip;
	for (size_t i = 0; i < area_count; i++) {
		const struct area *a = &areas[i];

		for (uint32_t k = 0; k < a->used; k++) {
			const struct stub *s = &a->stub[k];
			uintptr_t offset = rip - (s->site - s->before);
			uintptr_t to;

			if (!s->site || offset - 1 >= s->before)
				continue;
			to = stub_resume(s, slot_at(a, s), offset, rax);
			if (to)
				return to;
		}
	}
	return rip;
}

uint64_t stub_slots_number(uintptr_t site, uint64_t rax)
{
	if (rax < GATE_NUMBERS || !sites_contains(site))
		return rax;
	for (size_t i = 0; i < area_count; i++) {
		const struct area *a = &areas[i];

		for (uint32_t k = 0; k < a->used; k++)
			if (a->stub[k].site == site &&
			    stub_is_spoiled(&a->stub[k],
					    slot_at(a, &a->stub[k])))
				return (uint64_t)a->stub[k].nr;
	}
	return rax;
}
