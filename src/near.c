/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "near.h"

#include <linux/mman.h>

#include "arena.h"
#include "frame.h"
#include "gate.h"
#include "patch.h"
#include "sites.h"
#include "syscall.h"
#include "text.h"
#include "trampoline.h"

#define ENOMEM_ERR (-12)
#define EOVERFLOW_ERR (-75)
#define MIB (1ul << 20)
#define REACH ((2ul << 30) - MIB)
#define AREAS 64
#define AREA_SIZE (NEAR_SLOTS * NEAR_SLOT)
#define LOWEST 0x10000ul
#define CODE (PROT_READ | PROT_EXEC)
#define JMP_SHORT 0xeb

/* Offsets in a stub, from the end of its window. */
#define PASS_BACK 2 /* syscall; lea back,%rcx; jmp back */
#define PASS_ASKED 14
#define TABLE_ENTRY 18 /* before them, where the number is not constant */
#define TABLE_SIZE 30
#define FAR_CALL 5 /* lea; call; lea back,%rcx; jmp back */
#define FAR_CALLED 11
#define FAR_ASKED 23
#define FAR_SIZE 36
#define CONSTANT_SIZE 26
#define VARIABLE_SIZE 44
static_assert(FAR_ASKED - FAR_CALLED == NEAR_FAR_ASKED, "the gate's offset");

struct stub {
	uintptr_t site; /* 0: the slot is free */
	int16_t nr;	/* constant, or -1 */
	uint8_t before; /* bytes from the window's start to the site */
	uint8_t pass;	/* offset in the slot: behind the window */
	uint8_t jumped[WINDOW_JUMP]; /* what the jump has taken the place of */
	struct window_moved moved;
};

/* The first slot of a far one holds what its stubs call. */
struct far_head {
	uintptr_t pass, check, entry;
};

static struct area {
	uintptr_t start;
	struct stub *stub; /* one for each slot */
	uint32_t used;	   /* slots that were in use ever */
	uint32_t free;	   /* of them, free again */
	int far;
	int open; /* patch is */
	struct patch patch;
} areas[AREAS];
static size_t area_count;

void entry_jump(void);

/* --- code ------------------------------------------------------------------
 */

struct writer {
	uint8_t code[NEAR_SLOT];
	uintptr_t at; /* where code will stand */
	size_t n;
};

static void put(struct writer *w, const void *bytes, size_t n)
{
	memcpy(w->code + w->n, bytes, n);
	w->n += n;
}

/* An instruction that ends with the distance from its end to an address. */
static void put_relative(struct writer *w, const void *opcode, size_t n,
			 uintptr_t to)
{
	int32_t distance;

	put(w, opcode, n);
	distance = (int32_t)(to - (w->at + w->n + sizeof(distance)));
	put(w, &distance, sizeof(distance));
}

/* lea back(%rip),%rcx */
static void put_back(struct writer *w, uintptr_t back)
{
	put_relative(w, "\x48\x8d\x0d", 3, back);
}

static void put_jump(struct writer *w, uintptr_t to)
{
	put_relative(w, "\xe9", 1, to);
}

/* rcx: is the number in eax asked for? */
static void put_table(struct writer *w)
{
	static const uint8_t look[] = {
		0x42, 0x0f,
		0xb6, 0x0c,
		0x19,				/* movzbl (%rcx,%r11),%ecx */
		0xe3, TABLE_SIZE - TABLE_ENTRY, /* jrcxz */
	};

	put(w, "\x44\x0f\xb7\xd8", 4); /* movzwl %ax,%r11d */
	/* lea table(%rip),%rcx */
	put_relative(w, "\x48\x8d\x0d", 3, (uintptr_t)trampoline_table());
	put(w, look, sizeof(look));
}

static void put_entry(struct writer *w, uintptr_t back)
{
	put_back(w, back);
	put_jump(w, (uintptr_t)entry_jump);
}

static void put_stub(struct writer *w, const struct stub *s)
{
	uintptr_t back = s->site + 2;

	if (s->nr < 0) {
		put_table(w);
		put_entry(w, back);
	}
	put(w, "\x0f\x05", 2); /* syscall */
	put_back(w, back);
	put_jump(w, back);
	if (s->nr >= 0)
		put_entry(w, back);
}

static void put_far_stub(struct writer *w, const struct stub *s, uintptr_t head)
{
	size_t field = s->nr >= 0 ? offsetof(struct far_head, pass)
				  : offsetof(struct far_head, check);
	uintptr_t back = s->site + 2;

	put(w, "\x48\x8d\x64\x24\x80", 5);	      /* lea -128(%rsp),%rsp */
	put_relative(w, "\xff\x15", 2, head + field); /* call *head(%rip) */
	put_back(w, back);
	put_jump(w, back);
	put_back(w, back);
	put_relative(w, "\xff\x25", 2, head + offsetof(struct far_head, entry));
}

/* The first two bytes of the way to the kernel: as they are, or a jump to the
 * other way out. */
static void write_pass(uint8_t *to, const struct area *a, int asked)
{
	if (!asked)
		memcpy(to, a->far ? "\x48\x8d" : "\x0f\x05", 2);
	else
		to[0] = JMP_SHORT,
		to[1] = (a->far ? FAR_ASKED : PASS_ASKED) - 2;
}

/* --- areas -----------------------------------------------------------------
 */

static uintptr_t slot_at(const struct area *a, const struct stub *s)
{
	return a->start + (uintptr_t)(s - a->stub) * NEAR_SLOT;
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

void near_end(void)
{
	for (size_t i = 0; i < area_count; i++) {
		if (areas[i].open)
			patch_close(&areas[i].patch);
		areas[i].open = 0;
	}
}

static int write_head(struct area *a)
{
	const struct far_head head = {
		.pass = gate_address(gate_blob_far_pass),
		.check = gate_address(gate_blob_far_check),
		.entry = (uintptr_t)entry_jump,
	};

	a->used = 1;
	return patch_put(&a->patch, a->start, &head, sizeof(head));
}

/* One more area, at start. */
static struct area *add(uintptr_t start, int far)
{
	struct area *a = &areas[area_count];

	*a = (struct area){.start = start, .far = far};
	a->stub = arena_map(NEAR_SLOTS * sizeof(*a->stub));
	if (!a->stub)
		return NULL;
	if (open_area(a) != 0 || (far && write_head(a) != 0)) {
		arena_unmap(a->stub, NEAR_SLOTS * sizeof(*a->stub));
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

/* Where there was no free place the last time: nobody looks there again. */
static uintptr_t full;

/*
 * A free place within reach, below the site if there is one: above a program
 * its heap begins, so that is tried from the far end. Close by every place
 * counts, further away one in a MiB.
 */
static uintptr_t map_near(uintptr_t site)
{
	uintptr_t base = site & ~(uintptr_t)(AREA_SIZE - 1), d = AREA_SIZE;

	if (full && site - full + REACH / 2 < REACH)
		return 0;
	while (d < REACH && base >= d + LOWEST) {
		if (map_at(base - d))
			return base - d;
		d += d < 64 * MIB ? AREA_SIZE : MIB;
	}
	for (d = REACH & ~(MIB - 1); d >= MIB; d -= MIB)
		if (map_at(base + d))
			return base + d;
	full = site;
	return 0;
}

static int reaches(uintptr_t start, uintptr_t site)
{
	return site - start + REACH < 2 * REACH;
}

static int has_room(const struct area *a)
{
	return a->used < NEAR_SLOTS || a->free;
}

/* The slots in the library come first; with a sled they are far ones. */
static struct area *area_for(uintptr_t site)
{
	uintptr_t start = (uintptr_t)gate_near;

	if (!area_count && !add(start, trampoline_base() != 0))
		return NULL;
	for (size_t i = 0; i < area_count; i++)
		if (reaches(areas[i].start, site) && has_room(&areas[i]))
			return &areas[i];
	if (area_count == AREAS)
		return NULL;
	start = map_near(site);
	return start ? add(start, 1) : NULL;
}

static struct stub *free_slot(struct area *a)
{
	struct stub *s = a->stub + a->far;

	if (a->used < NEAR_SLOTS)
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

/* The stub's code: what moves, what follows, and at the end the way back. */
static int build(const struct area *a, struct stub *s, const struct window *w,
		 struct writer *out)
{
	size_t rest = a->far	  ? FAR_SIZE
		      : w->nr < 0 ? VARIABLE_SIZE
				  : CONSTANT_SIZE;
	uintptr_t back = s->site + 2;

	memset(out->code, 0xcc, sizeof(out->code));
	/* an even number of bytes: what follows is changed in one store */
	if (window_move(s->site - w->size, w->size, out->code,
			(NEAR_BACK - rest) & ~1ul, out->at, &s->moved) != 0)
		return EOVERFLOW_ERR;
	out->n = s->moved.size;
	if (out->n % 2)
		put(out, "\x90", 1);
	s->pass = (uint8_t)out->n;
	if (a->far)
		put_far_stub(out, s, a->start);
	else
		put_stub(out, s);
	if (s->nr >= 0 && trampoline_table()[s->nr])
		write_pass(out->code + s->pass, a, 1);
	memcpy(out->code + NEAR_BACK, &back, sizeof(back));
	return 0;
}

int near_make(uintptr_t site, const struct window *w, uint8_t jump[WINDOW_JUMP])
{
	uintptr_t from = site - w->size;
	struct writer out = {.n = 0};
	struct area *a = area_for(site);
	struct stub *s, made = {.site = site, .nr = w->nr, .before = w->size};
	int err;

	if (!a)
		return ENOMEM_ERR;
	s = free_slot(a);
	out.at = slot_at(a, s);
	memcpy(made.jumped, (const void *)from, WINDOW_JUMP);
	err = build(a, &made, w, &out);
	if (!err)
		err = open_area(a);
	if (!err)
		err = patch_put(&a->patch, out.at, out.code, sizeof(out.code));
	if (err)
		return err;
	take_slot(a, s);
	*s = made;
	out.n = 0;
	out.at = from;
	put_jump(&out, slot_at(a, s));
	memcpy(jump, out.code, WINDOW_JUMP);
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

void near_forget(uintptr_t start, uintptr_t end)
{
	each(start, end, free_stub);
}

static void undo(struct area *a, struct stub *s)
{
	uintptr_t from = s->site - s->before;
	struct writer jump = {.at = from};
	struct patch p;

	put_jump(&jump, slot_at(a, s));
	if (memcmp((const void *)from, jump.code, WINDOW_JUMP) != 0 ||
	    patch_open(&p, from, from + WINDOW_JUMP, CODE, PATCH_BY_FILE) != 0)
		return;
	patch_put(&p, from, s->jumped, WINDOW_JUMP);
	patch_close(&p);
	free_stub(a, s);
}

void near_undo(uintptr_t start, uintptr_t end)
{
	each(start, end, undo);
}

int near_want(unsigned int nr, int wanted)
{
	uint8_t two[2];
	int err = 0;

	for (size_t i = 0; i < area_count; i++) {
		struct area *a = &areas[i];

		write_pass(two, a, wanted);
		for (uint32_t k = 0; k < a->used && !err; k++) {
			const struct stub *s = &a->stub[k];
			uintptr_t at = slot_at(a, s) + s->pass;

			if (!s->site || s->nr != (int)nr ||
			    memcmp((const void *)at, two, 2) == 0)
				continue;
			err = open_area(a);
			if (!err)
				err = patch_put(&a->patch, at, two, 2);
		}
	}
	near_end();
	return err;
}

int near_area(size_t i, uintptr_t *start, uintptr_t *end)
{
	if (i >= area_count)
		return 0;
	*start = areas[i].start;
	*end = areas[i].start + AREA_SIZE;
	return 1;
}

void near_count(unsigned long *stubs, unsigned long *far)
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
		*offset = (addr - a->start) % NEAR_SLOT;
		addr = (addr - a->start) / NEAR_SLOT;
		return a->stub[addr].site ? &a->stub[addr] : NULL;
	}
	return NULL;
}

/* In the window: at one of its instructions. Behind it: at the site. */
static uintptr_t in_window(const struct stub *s, uintptr_t offset)
{
	for (int i = 0; i < s->moved.count; i++)
		if (s->moved.to[i] == offset)
			return s->site - s->before + s->moved.from[i];
	return s->site;
}

/* Behind the window; offset is from there. */
static void in_pass(const struct area *a, const struct stub *s,
		    uintptr_t offset, struct near_place *place)
{
	uintptr_t pass = !a->far && s->nr < 0 ? TABLE_SIZE : 0;

	place->passed = slot_at(a, s) + s->pass + pass + PASS_BACK;
	if (!a->far) {
		place->made = offset >= pass + PASS_BACK &&
			      offset < pass + PASS_ASKED;
		return;
	}
	if (offset == FAR_CALL)
		place->rsp += RED_ZONE;
	place->made = offset >= FAR_CALLED && offset < FAR_ASKED;
}

/* In the gate, called by a far stub. */
static int in_far_gate(uintptr_t rip, uintptr_t rcx, struct near_place *place)
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
	if (!s)
		return 0;
	place->made = rip >= gate_address(gate_blob_far_passed);
	place->passed = gate_address(gate_blob_far_passed);
	place->back = s->site + 2;
	place->rip = place->made ? place->back : s->site;
	return 1;
}

int near_find(uintptr_t rip, uintptr_t rsp, uintptr_t rcx,
	      struct near_place *place)
{
	const struct area *a;
	uintptr_t offset;
	const struct stub *s;

	*place = (struct near_place){.rsp = rsp};
	if (!area_count)
		return 0;
	s = stub_at(rip, &offset, &a);
	if (!s)
		return in_far_gate(rip, rcx, place);
	place->back = s->site + 2;
	if (offset < s->pass) {
		place->rip = in_window(s, offset);
		return 1;
	}
	in_pass(a, s, offset - s->pass, place);
	place->rip = place->made ? place->back : s->site;
	return 1;
}

/* At the syscall instruction, or at one of the window that the jump covers. */
static uintptr_t resume_in(const struct area *a, const struct stub *s,
			   uintptr_t offset, uint64_t rax)
{
	if (offset == s->before &&
	    (s->nr < 0 || (uint64_t)s->nr == (uint32_t)rax))
		return slot_at(a, s) + s->pass;
	if (offset >= WINDOW_JUMP)
		return 0;
	for (int m = 1; m < s->moved.count; m++)
		if (s->moved.from[m] == offset)
			return slot_at(a, s) + s->moved.to[m];
	return 0;
}

uintptr_t near_resume(uintptr_t rip, uint64_t rax)
{
	for (size_t i = 0; i < area_count; i++) {
		const struct area *a = &areas[i];

		for (uint32_t k = 0; k < a->used; k++) {
			const struct stub *s = &a->stub[k];
			uintptr_t offset = rip - (s->site - s->before);
			uintptr_t to;

			if (!s->site || offset - 1 >= s->before)
				continue;
			to = resume_in(a, s, offset, rax);
			if (to)
				return to;
		}
	}
	return rip;
}

/* Is the window as a probe leaves it that was there: mov $rel32,%eax, with what
 * was the jump's distance? */
static int is_spoiled(const struct area *a, const struct stub *s)
{
	const uint8_t *from = (const uint8_t *)(s->site - s->before);
	struct writer jump = {.at = (uintptr_t)from};

	put_jump(&jump, slot_at(a, s));
	return s->nr >= 0 && s->before == WINDOW_JUMP &&
	       from[0] == s->jumped[0] &&
	       memcmp(from + 1, jump.code + 1, WINDOW_JUMP - 1) == 0;
}

uint64_t near_number(uintptr_t site, uint64_t rax)
{
	if (rax < GATE_NUMBERS || !sites_contains(site))
		return rax;
	for (size_t i = 0; i < area_count; i++)
		for (uint32_t k = 0; k < areas[i].used; k++)
			if (areas[i].stub[k].site == site &&
			    is_spoiled(&areas[i], &areas[i].stub[k]))
				return (uint64_t)areas[i].stub[k].nr;
	return rax;
}
