/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Writes the code of a stub, and finds the program's place in one. */
#include "intercept/stub.h"

#include <asm/errno.h>
#include <assert.h>

#include "base/constants.h"
#include "base/frame.h"
#include "base/nolibc.h"
#include "intercept/entry_labels.h"
#include "intercept/sled.h"

#define JMP_SHORT 0xeb
#define SYSCALL_SIZE 2
#define INT3 0xcc

/* Offsets in a stub, from the end of its window. */
#define PASS_BACK 2 /* syscall; lea back,%rcx; jmp back */
#define PASS_ASKED 14
#define TABLE_ENTRY 18 /* where the number is not constant */
#define TABLE_BACK 30
#define FAR_CALL 5 /* lea; call; lea back,%rcx; jmp back */
#define FAR_CALLED 11
#define FAR_ASKED 23

/* What comes behind the window; but for a far one the tail behind that. */
#define CONSTANT_SIZE 26
#define VARIABLE_SIZE 42
#define FAR_SIZE 36
static_assert(FAR_ASKED - FAR_CALLED == STUB_FAR_ASKED, "the gate's offset");

/* --- writing ---------------------------------------------------------------
 */

struct writer {
	uint8_t *code;
	uintptr_t at; /* where it will stand */
	size_t n;
};

/* n is constant wherever this is used, so it becomes a store or two. */
__attribute__((always_inline)) static inline void
put(struct writer *w, const void *bytes, size_t n)
{
	__builtin_memcpy(w->code + w->n, bytes, n);
	w->n += n;
}

/* An instruction that ends with the distance from its end to an address. */
__attribute__((always_inline)) static inline void
put_relative(struct writer *w, const void *opcode, size_t n, uintptr_t to)
{
	int32_t distance;

	put(w, opcode, n);
	distance = (int32_t)(to - (w->at + w->n + sizeof(distance)));
	put(w, &distance, sizeof(distance));
}

/* lea back(%rip),%rcx */
static void put_return(struct writer *w, uintptr_t back)
{
	put_relative(w, "\x48\x8d\x0d", 3, back);
}

static void put_jump_to(struct writer *w, uintptr_t to)
{
	put_relative(w, "\xe9", 1, to);
}

/* rcx: is the number in eax asked for? Then on, else to the tail. */
static void put_table(struct writer *w)
{
	uint8_t jrcxz[] = {0xe3, 0};

	put(w, "\x44\x0f\xb7\xd8", 4); /* movzwl %ax,%r11d */
	/* lea table(%rip),%rcx */
	put_relative(w, "\x48\x8d\x0d", 3, (uintptr_t)sled_table());
	put(w, "\x42\x0f\xb6\x0c\x19", 5); /* movzbl (%rcx,%r11),%ecx */
	jrcxz[1] = (uint8_t)(STUB_TAIL - (w->n + sizeof(jrcxz)));
	put(w, jrcxz, sizeof(jrcxz));
}

static void put_entry(struct writer *w)
{
	/* lea tail(%rip),%rcx */
	put_relative(w, "\x48\x8d\x0d", 3, w->at + STUB_TAIL);
	put_jump_to(w, (uintptr_t)entry_jump);
}

/* The last four bytes before the way back: syscall; jmp leave. */
static void put_tail(struct writer *w, size_t leave)
{
	const uint8_t tail[] = {0x0f, 0x05, JMP_SHORT,
				(uint8_t)(leave - STUB_BACK)};

	static_assert(sizeof(tail) == STUB_BACK - STUB_TAIL, "tail");
	w->n = STUB_TAIL;
	put(w, tail, sizeof(tail));
}

static void put_near(struct writer *w, const struct stub *s, uintptr_t back)
{
	size_t leave;

	if (s->nr < 0) {
		put_table(w);
		put_entry(w);
	} else {
		put(w, "\x0f\x05", SYSCALL_SIZE); /* syscall */
	}
	leave = w->n;
	put_return(w, back);
	put_jump_to(w, back);
	if (s->nr >= 0)
		put_entry(w);
	put_tail(w, leave);
}

static void put_far(struct writer *w, const struct stub *s, uintptr_t back,
		    uintptr_t head)
{
	size_t field = s->nr >= 0 ? offsetof(struct stub_head, pass)
				  : offsetof(struct stub_head, check);

	put(w, "\x48\x8d\x64\x24\x80", 5);	      /* lea -128(%rsp),%rsp */
	put_relative(w, "\xff\x15", 2, head + field); /* call *head(%rip) */
	put_return(w, back);
	put_jump_to(w, back);
	put_return(w, back);
	/* jmp *entry(%rip) */
	put_relative(w, "\xff\x25", 2,
		     head + offsetof(struct stub_head, entry));
}

void stub_write_pass(uint8_t two[2], int far, int asked)
{
	if (!asked) {
		memcpy(two, far ? "\x48\x8d" : "\x0f\x05", 2);
		return;
	}
	two[0] = JMP_SHORT;
	two[1] = (far ? FAR_ASKED : PASS_ASKED) - 2;
}

void stub_write_jump(uint8_t jump[WINDOW_JUMP], uintptr_t from, uintptr_t to)
{
	struct writer w = {.code = jump, .at = from};

	put_jump_to(&w, to);
}

void stub_fill_head(struct stub_head *head)
{
	head->pass = gate_address(gate_blob_far_pass);
	head->check = gate_address(gate_blob_far_check);
	head->entry = (uintptr_t)entry_far;
}

static void fill(uint8_t code[STUB_SLOT])
{
	static const uint64_t traps = 0x0101010101010101ul * INT3;

	for (size_t i = 0; i < STUB_SLOT; i += sizeof(traps))
		__builtin_memcpy(code + i, &traps, sizeof(traps));
}

int stub_build(struct stub *s, uintptr_t site, const struct window *w,
	       uintptr_t at, uintptr_t head, uint8_t code[STUB_SLOT])
{
	size_t end = head ? STUB_BACK : STUB_TAIL;
	size_t rest = head	  ? FAR_SIZE
		      : w->nr < 0 ? VARIABLE_SIZE
				  : CONSTANT_SIZE;
	uintptr_t from = site - w->size, back = site + SITE_SIZE;
	struct writer out = {.code = code, .at = at};

	*s = (struct stub){.site = site, .nr = w->nr, .before = w->size};
	__builtin_memcpy(s->jumped, (const void *)from, WINDOW_JUMP);
	fill(code);
	/* an even number of bytes: what follows is changed in one store */
	if (window_move(from, w->size, code, (end - rest) & ~1ul, at,
			&s->moved) != 0)
		return -EOVERFLOW;
	out.n = s->moved.size;
	if (out.n % 2)
		put(&out, "\x90", 1); /* nop */
	s->pass = (uint8_t)out.n;
	if (head)
		put_far(&out, s, back, head);
	else
		put_near(&out, s, back);
	if (s->nr >= 0 && sled_table()[s->nr])
		stub_write_pass(code + s->pass, head != 0, 1);
	__builtin_memcpy(code + STUB_BACK, &back, sizeof(back));
	return 0;
}

/* --- a thread that is in one -----------------------------------------------
 */

/* In the window: at one of its instructions. Behind it: at the site. */
static uintptr_t in_window(const struct stub *s, uintptr_t offset)
{
	for (int i = 0; i < s->moved.count; i++)
		if (s->moved.to[i] == offset)
			return s->site - s->before + s->moved.from[i];
	return s->site;
}

/* Behind the window of a near one; offset is from there. */
static void in_near(const struct stub *s, uintptr_t at, uintptr_t offset,
		    struct stub_place *place)
{
	uintptr_t leave = s->nr < 0 ? TABLE_BACK : PASS_BACK;
	uintptr_t tail = STUB_TAIL - s->pass;

	place->made =
		(offset >= leave && offset < leave + PASS_ASKED - PASS_BACK) ||
		offset >= tail + SYSCALL_SIZE;
	if (s->nr < 0 || offset >= tail)
		place->passed = at + STUB_TAIL + SYSCALL_SIZE;
	else
		place->passed = at + s->pass + PASS_BACK;
}

/* The same of a far one. */
static void in_far(uintptr_t offset, struct stub_place *place)
{
	if (offset == FAR_CALL)
		place->rsp += RED_ZONE;
	place->made = offset >= FAR_CALLED && offset < FAR_ASKED;
}

void stub_find(const struct stub *s, uintptr_t at, int far, uintptr_t offset,
	       struct stub_place *place)
{
	place->back = s->site + SITE_SIZE;
	if (offset < s->pass) {
		place->rip = in_window(s, offset);
		return;
	}
	if (far)
		in_far(offset - s->pass, place);
	else
		in_near(s, at, offset - s->pass, place);
	place->rip = place->made ? place->back : s->site;
}

void stub_find_in_gate(const struct stub *s, uintptr_t rip,
		       struct stub_place *place)
{
	place->made = rip >= gate_address(gate_blob_far_passed);
	place->passed = gate_address(gate_blob_far_passed);
	place->back = s->site + SITE_SIZE;
	place->rip = place->made ? place->back : s->site;
}

uintptr_t stub_resume(const struct stub *s, uintptr_t at, uintptr_t offset,
		      uint64_t rax)
{
	if (offset == s->before &&
	    (s->nr < 0 || (uint64_t)s->nr == (uint32_t)rax))
		return at + s->pass;
	if (offset >= WINDOW_JUMP)
		return 0;
	for (int i = 1; i < s->moved.count; i++)
		if (s->moved.from[i] == offset)
			return at + s->moved.to[i];
	return 0;
}

int stub_is_spoiled(const struct stub *s, uintptr_t at)
{
	const uint8_t *from = (const uint8_t *)(s->site - s->before);
	uint8_t jump[WINDOW_JUMP];

	stub_write_jump(jump, (uintptr_t)from, at);
	return s->nr >= 0 && s->before == WINDOW_JUMP &&
	       from[0] == s->jumped[0] &&
	       memcmp(from + 1, jump + 1, WINDOW_JUMP - 1) == 0;
}
