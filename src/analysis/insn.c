/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * sysenter (0f 34) is left alone: from 64-bit code it enters the kernel with
 * the i386 numbers, so a 64-bit call in its place would be another call.
 */
#include "analysis/insn.h"

#include <emmintrin.h>

#include "analysis/decode.h"

/* The stack frame of a function, as far as the code was read. */
struct stack {
	int has_frame;	/* rbp = rsp was seen */
	int prologue;	/* no jump or call yet */
	int64_t size;	/* bytes set aside below rbp in the prologue */
	int64_t lowest; /* lowest address used, relative to rbp */
	int below;	/* memory below rsp is used */
};

/* The register that ModRM names as the target of a push, sub, mov. */
static int rm_is_register(const struct decode_insn *i, uint8_t reg)
{
	return i->mod == 3 && i->rm == reg && !(i->rex & DECODE_REX_B);
}

static int sets_frame_pointer(const struct decode_insn *i)
{
	if (!(i->rex & DECODE_REX_W) || (i->rex & DECODE_REX_R))
		return 0;
	if (decode_is_one_byte(i, 0x89))
		return rm_is_register(i, RBP) && i->reg == RSP;
	if (decode_is_one_byte(i, 0x8b))
		return rm_is_register(i, RSP) && i->reg == RBP;
	return 0;
}

/* How far rsp moves down: push, and sub of a constant. */
static int64_t pushed(const struct decode_insn *i)
{
	if (i->map != DECODE_ONE_BYTE)
		return 0;
	if (i->opcode >= 0x50 && i->opcode <= 0x57)
		return 8;
	if ((i->opcode == 0x81 || i->opcode == 0x83) &&
	    (i->rex & DECODE_REX_W) && rm_is_register(i, RSP) && i->reg == 5)
		return i->imm;
	return 0;
}

/* lea with rsp as its target moves the stack pointer and touches nothing. */
static int moves_rsp(const struct decode_insn *i)
{
	return decode_is_one_byte(i, 0x8d) && i->reg == RSP &&
	       !(i->rex & DECODE_REX_R);
}

static void note_memory(struct stack *s, const struct decode_insn *i)
{
	int has_sib = i->rm == 4;
	uint8_t base = has_sib ? i->base : i->rm;
	int64_t disp = i->disp;

	if (!i->has_modrm || i->mod == 3 || i->mod == 0 || disp >= 0 ||
	    (i->rex & DECODE_REX_B) || moves_rsp(i))
		return;
	if (has_sib && base == RSP)
		s->below = 1;
	if (base == RBP && disp < s->lowest)
		s->lowest = disp;
}

static void note(struct stack *s, const struct decode_insn *i)
{
	note_memory(s, i);
	if (sets_frame_pointer(i))
		s->has_frame = 1;
	else if (s->has_frame && s->prologue)
		s->size += pushed(i);
	if (decode_is_branch(i))
		s->prologue = 0;
}

/* One byte in 16 places: is (bytes & mask) == value? */
static __m128i masked(__m128i bytes, int mask, int value)
{
	return _mm_cmpeq_epi8(_mm_and_si128(bytes, _mm_set1_epi8((char)mask)),
			      _mm_set1_epi8((char)value));
}

static __m128i load_bytes(const uint8_t *p)
{
	return _mm_loadu_si128((const __m128i *)p);
}

/* Which of the 16 places from p begin a ModRM with displacement, a SIB with
 * base rsp and a negative displacement? Reads 21 bytes. */
static unsigned int below_rsp_at(const uint8_t *p)
{
	__m128i modrm = load_bytes(p);
	__m128i sib = masked(load_bytes(p + 1), 0x07, RSP);
	__m128i disp8 = _mm_and_si128(masked(modrm, 0xc7, 0x44),
				      masked(load_bytes(p + 2), 0x80, 0x80));
	__m128i disp32 = _mm_and_si128(masked(modrm, 0xc7, 0x84),
				       masked(load_bytes(p + 5), 0x80, 0x80));

	return (unsigned int)_mm_movemask_epi8(
		_mm_and_si128(sib, _mm_or_si128(disp8, disp32)));
}

/* Which of them begin `mov %rsp,%rbp`? */
static unsigned int frame_pointer_at(const uint8_t *p)
{
	__m128i store = _mm_and_si128(masked(load_bytes(p + 1), 0xff, 0x89),
				      masked(load_bytes(p + 2), 0xff, 0xe5));
	__m128i fetch = _mm_and_si128(masked(load_bytes(p + 1), 0xff, 0x8b),
				      masked(load_bytes(p + 2), 0xff, 0xec));

	return (unsigned int)_mm_movemask_epi8(_mm_and_si128(
		masked(load_bytes(p), 0xfb, 0x48), _mm_or_si128(store, fetch)));
}

/*
 * Where bytes stand that, as part of an instruction, would say that the stack
 * below rsp is used: the last such place in [start, end), or start. After a
 * frame pointer all of the function must be read.
 */
static uintptr_t last_suspect(uintptr_t start, uintptr_t end)
{
	uint8_t tail[16 + 24] = {0};
	const uint8_t *p = (const uint8_t *)start;
	size_t n = end - start, last = 0;

	for (size_t i = 0; i < n; i += 16) {
		const uint8_t *at = p + i;
		unsigned int hits;

		if (n - i < 21) { /* nothing is read beyond the function */
			__builtin_memset(tail, 0, sizeof(tail));
			__builtin_memcpy(tail, at, n - i);
			at = tail;
		}
		if (frame_pointer_at(at))
			return end - 1;
		hits = below_rsp_at(at);
		if (hits)
			last = i + 31 - (unsigned int)__builtin_clz(hits);
	}
	return start + last;
}

/* The last 0f 05 in [start, end), at start if there is none. */
static uintptr_t last_candidate(uintptr_t start, uintptr_t end)
{
	const uint8_t *stop = (const uint8_t *)end;
	const uint8_t *p = insn_scan((const uint8_t *)start, stop);
	uintptr_t last = start;

	for (; p; p = insn_scan(p + 2, stop))
		last = (uintptr_t)p;
	return last;
}

void insn_read_function(uintptr_t start, uintptr_t end, uintptr_t limit,
			struct insn_function *f)
{
	/* with a site that starts at end */
	uintptr_t readable = limit - end < 2 ? limit : end + 2;
	uintptr_t pos = start, stop = last_candidate(start, readable);
	uintptr_t suspect = last_suspect(start, end);
	struct stack stack = {.prologue = 1};
	struct decode_insn i;

	f->start = start;
	f->end = end;
	f->sites = 0;
	if (stop < suspect)
		stop = suspect;
	for (; pos <= stop; pos += i.length) {
		if (!decode(pos, readable - pos, &i)) {
			f->red_zone = 1;
			return;
		}
		if (f->sites < INSN_SITES && decode_is_syscall(&i))
			f->site[f->sites++] = pos;
		note(&stack, &i);
	}
	f->red_zone = stack.below ||
		      (stack.has_frame && stack.lowest < -stack.size);
}

/* Which of 8 halves of a word from p are from first to first + span? */
static __m128i halves_within(const uint8_t *p, __m128i first, __m128i span)
{
	__m128i beyond =
		_mm_subs_epu16(_mm_sub_epi16(load_bytes(p), first), span);

	return _mm_cmpeq_epi16(beyond, _mm_setzero_si128());
}

const uint8_t *insn_find_halves(const uint8_t *p, const uint8_t *last,
				uint16_t first, uint16_t span,
				unsigned int *places)
{
	const __m128i low = _mm_set1_epi16((short)first);
	const __m128i all = _mm_set1_epi16((short)span);
	const __m128i even = _mm_set1_epi16(0x00ff);

	for (; p < last; p += INSN_PLACES) {
		__m128i at_even = halves_within(p + 2, low, all);
		__m128i at_odd = halves_within(p + 3, low, all);

		if (!_mm_movemask_epi8(_mm_or_si128(at_even, at_odd)))
			continue;
		*places = (unsigned int)_mm_movemask_epi8(
			_mm_or_si128(_mm_and_si128(even, at_even),
				     _mm_andnot_si128(even, at_odd)));
		return p;
	}
	return last;
}

unsigned int insn_distances(const uint8_t *p)
{
	__m128i byte = load_bytes(p - 1), before = load_bytes(p - 2);
	__m128i branch = masked(byte, 0xfe, 0xe8);
	__m128i jcc = _mm_and_si128(masked(byte, 0xf0, 0x80),
				    masked(before, 0xff, 0x0f));
	__m128i lea = _mm_and_si128(masked(byte, 0xc7, 0x05),
				    masked(before, 0xff, 0x8d));

	return (unsigned int)_mm_movemask_epi8(
		_mm_or_si128(branch, _mm_or_si128(jcc, lea)));
}

static const uint8_t *scan_bytes(const uint8_t *p, const uint8_t *end)
{
	for (; p + 1 < end; p++)
		if (p[0] == 0x0f && p[1] == 0x05)
			return p;
	return NULL;
}

const uint8_t *insn_scan(const uint8_t *p, const uint8_t *end)
{
	const __m128i first = _mm_set1_epi8(0x0f);
	const __m128i second = _mm_set1_epi8(0x05);

	for (; end - p >= 17; p += 16) {
		__m128i a = _mm_loadu_si128((const __m128i *)p);
		__m128i b = _mm_loadu_si128((const __m128i *)(p + 1));
		int hits = _mm_movemask_epi8(_mm_and_si128(
			_mm_cmpeq_epi8(a, first), _mm_cmpeq_epi8(b, second)));

		if (hits)
			return p + __builtin_ctz((unsigned int)hits);
	}
	return scan_bytes(p, end);
}
