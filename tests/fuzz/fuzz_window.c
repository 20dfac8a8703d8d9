/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Windows in the bytes of a function: nothing outside of it is read, and what
 * was moved is, to a plain decoder, the same instructions, which refer to the
 * same addresses and leave rsp alone.
 */
#include "analysis/window.h"

#include <Zydis/Zydis.h>
#include <string.h>

#include "analysis/insn.h"
#include "fuzz.h"

#define ROOM 64
#define NUMBERS 4091

static ZydisDecoder full;

struct insn {
	ZydisDecodedInstruction i;
	ZydisDecodedOperand operand[ZYDIS_MAX_OPERAND_COUNT];
	uintptr_t pos;
};

static int read_insn(const uint8_t *at, size_t room, uintptr_t pos,
		     struct insn *insn)
{
	insn->pos = pos;
	return ZYAN_SUCCESS(ZydisDecoderDecodeFull(&full, at, room, &insn->i,
						   insn->operand));
}

static uint64_t refers_to(const struct insn *insn, int k)
{
	ZyanU64 address = 0;

	FUZZ_CHECK(ZYAN_SUCCESS(ZydisCalcAbsoluteAddress(
		&insn->i, &insn->operand[k], insn->pos, &address)));
	return address;
}

static int is_relative(const ZydisDecodedOperand *o)
{
	return (o->type == ZYDIS_OPERAND_TYPE_MEMORY &&
		o->mem.base == ZYDIS_REGISTER_RIP) ||
	       (o->type == ZYDIS_OPERAND_TYPE_IMMEDIATE && o->imm.is_relative);
}

static void same_operand(const struct insn *a, const struct insn *b, int k)
{
	const ZydisDecodedOperand *x = &a->operand[k], *y = &b->operand[k];

	FUZZ_CHECK(x->type == y->type && x->actions == y->actions);
	if (is_relative(x)) {
		FUZZ_CHECK(is_relative(y) &&
			   refers_to(a, k) == refers_to(b, k));
		return;
	}
	FUZZ_CHECK(x->size == y->size);
	switch (x->type) {
	case ZYDIS_OPERAND_TYPE_REGISTER:
		FUZZ_CHECK(x->reg.value == y->reg.value);
		break;
	case ZYDIS_OPERAND_TYPE_MEMORY:
		FUZZ_CHECK(x->mem.base == y->mem.base &&
			   x->mem.index == y->mem.index &&
			   x->mem.scale == y->mem.scale &&
			   x->mem.segment == y->mem.segment &&
			   x->mem.disp.value == y->mem.disp.value);
		break;
	case ZYDIS_OPERAND_TYPE_IMMEDIATE:
		FUZZ_CHECK(x->imm.value.u == y->imm.value.u);
		break;
	default:
		break;
	}
}

/* It runs where it stands, as it does elsewhere, and rsp stays. */
static void check_movable(const struct insn *a)
{
	FUZZ_CHECK(a->i.meta.category != ZYDIS_CATEGORY_CALL &&
		   a->i.meta.category != ZYDIS_CATEGORY_RET &&
		   a->i.meta.category != ZYDIS_CATEGORY_UNCOND_BR &&
		   a->i.meta.category != ZYDIS_CATEGORY_SYSCALL &&
		   a->i.meta.category != ZYDIS_CATEGORY_INTERRUPT &&
		   a->i.meta.category != ZYDIS_CATEGORY_STRINGOP);
	for (int k = 0; k < a->i.operand_count; k++)
		FUZZ_CHECK(a->operand[k].type != ZYDIS_OPERAND_TYPE_REGISTER ||
			   !(a->operand[k].actions &
			     ZYDIS_OPERAND_ACTION_MASK_WRITE) ||
			   ZydisRegisterGetLargestEnclosing(
				   ZYDIS_MACHINE_MODE_LONG_64,
				   a->operand[k].reg.value) !=
				   ZYDIS_REGISTER_RSP);
}

static void same_insn(const struct insn *a, const struct insn *b)
{
	check_movable(a);
	FUZZ_CHECK(a->i.mnemonic == b->i.mnemonic);
	FUZZ_CHECK(a->i.operand_count == b->i.operand_count);
	for (int k = 0; k < a->i.operand_count; k++)
		same_operand(a, b, k);
}

/* Does it write a part of rax? */
static int writes_rax(const struct insn *a)
{
	for (int k = 0; k < a->i.operand_count; k++)
		if (a->operand[k].type == ZYDIS_OPERAND_TYPE_REGISTER &&
		    (a->operand[k].actions & ZYDIS_OPERAND_ACTION_MASK_WRITE) &&
		    ZydisRegisterGetLargestEnclosing(ZYDIS_MACHINE_MODE_LONG_64,
						     a->operand[k].reg.value) ==
			    ZYDIS_REGISTER_RAX)
			return 1;
	return 0;
}

/* The number that the instruction, which writes rax, leaves in eax. */
static void check_number(const struct insn *a, int nr)
{
	const ZydisDecodedOperand *o = a->operand;

	if (a->i.mnemonic == ZYDIS_MNEMONIC_XOR) {
		FUZZ_CHECK(nr == 0 &&
			   o[1].type == ZYDIS_OPERAND_TYPE_REGISTER &&
			   o[0].reg.value == o[1].reg.value && o[0].size >= 32);
		return;
	}
	FUZZ_CHECK(a->i.mnemonic == ZYDIS_MNEMONIC_MOV && o[0].size >= 32 &&
		   o[1].type == ZYDIS_OPERAND_TYPE_IMMEDIATE &&
		   (o[1].imm.value.u & 0xffffffff) == (uint64_t)nr);
}

static void check_moved(uintptr_t from, const struct window *w,
			const uint8_t *code, uintptr_t at,
			const struct window_moved *m)
{
	const struct insn *last = NULL;
	static struct insn a[WINDOW_COUNT], b;
	size_t done = 0, put = 0;

	FUZZ_CHECK(m->count == w->count && m->size <= ROOM);
	for (int k = 0; k < m->count; k++) {
		FUZZ_CHECK(m->from[k] == done && m->to[k] == put);
		FUZZ_CHECK(read_insn((const uint8_t *)from + done,
				     w->size - done, from + done, &a[k]));
		FUZZ_CHECK(read_insn(code + put, m->size - put, at + put, &b));
		same_insn(&a[k], &b);
		if (writes_rax(&a[k]))
			last = &a[k];
		done += a[k].i.length;
		put += b.i.length;
	}
	FUZZ_CHECK(done == w->size && put == m->size);
	if (w->nr < 0)
		return;
	FUZZ_CHECK(w->nr < NUMBERS && last);
	check_number(last, w->nr);
}

/* Moved to near, within reach at all, and out of it; with little room too. */
static void move(uintptr_t from, const struct window *w)
{
	static const int64_t distances[] = {0x100000, -0x7ff00000, 0x7ff00000,
					    1ll << 40};
	struct window_moved m;

	for (size_t d = 0; d < sizeof(distances) / sizeof(distances[0]); d++) {
		uintptr_t at = from + (uintptr_t)distances[d];

		for (size_t room = 0; room <= ROOM; room++) {
			uint8_t *code = malloc(room + !room);

			if (window_move(from, w->size, code, room, at, &m) == 0)
				check_moved(from, w, code, at, &m);
			free(code);
		}
	}
}

static void branches(uintptr_t start, uintptr_t end)
{
	struct window_exits exits;

	if (window_ways_out(start, end, &exits) == 0)
		for (size_t i = 0; i < exits.count && i < WINDOW_EXITS; i++)
			FUZZ_CHECK(exits.to[i] < start || exits.to[i] >= end);
	for (uintptr_t low = start; low < end; low += 7) {
		struct insn insn;
		int enters = 0, whole = 1;

		for (uintptr_t pos = start; pos < end; pos += insn.i.length) {
			if (!read_insn((const uint8_t *)pos, end - pos, pos,
				       &insn)) {
				whole = 0;
				break;
			}
			for (int k = 0; k < insn.i.operand_count_visible; k++) {
				const ZydisDecodedOperand *o = &insn.operand[k];
				uint64_t to;

				if (o->type != ZYDIS_OPERAND_TYPE_IMMEDIATE ||
				    !o->imm.is_relative ||
				    insn.i.operand_width != 64)
					continue;
				to = refers_to(&insn, k);
				enters |= to >= low && to <= low + 5;
			}
		}
		FUZZ_CHECK(!whole || !enters ||
			   !window_is_spared(start, end, low, low + 5));
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	uint8_t *code = malloc(size + !size);
	uintptr_t start = (uintptr_t)code;

	ZydisDecoderInit(&full, ZYDIS_MACHINE_MODE_LONG_64,
			 ZYDIS_STACK_WIDTH_64);
	memcpy(code, data, size);
	/* the site itself is not read */
	for (size_t least = WINDOW_TIGHT; least <= WINDOW_JUMP; least += 2) {
		struct window w;

		if (window_find(start, start + size, least, &w) != WINDOW_FITS)
			continue;
		FUZZ_CHECK(w.size >= least && w.size <= WINDOW_MAX);
		FUZZ_CHECK(w.size <= size && w.count <= WINDOW_COUNT);
		move(start + size - w.size, &w);
	}
	if (size <= 256)
		branches(start, start + size);
	free(code);
	return 0;
}
