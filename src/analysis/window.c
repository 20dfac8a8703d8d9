/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * An instruction can be moved if it is one of those listed in target(): it
 * does the same wherever it stands, or after its displacement was corrected.
 * None of them may change rsp: unwinders must find the same stack in the stub
 * as behind the call site.
 */
#include "analysis/window.h"

#include "analysis/decode.h"
#include "base/constants.h"

#define RAX 0
#define MOV_EAX 0xb8 /* and four bytes */
#define NUMBERS 4091 /* GATE_NUMBERS */
#define JCC_LONG 6   /* bytes: 0f 8x rel32 */

/* Which general register an instruction writes; also: */
#define WRITES_NONE 16
#define NOT_MOVABLE (-1)

/* Byte registers 4 to 7 are ah, ch, dh, bh without a REX prefix. */
static int byte_register(const struct decode_insn *i, int reg)
{
	return !i->rex && reg >= 4 && reg < 8 ? reg - 4 : reg;
}

static int reg_field(const struct decode_insn *i)
{
	return i->reg | (i->rex & DECODE_REX_R) << 1;
}

static int rm_field(const struct decode_insn *i)
{
	return i->mod == 3 ? i->rm | (i->rex & DECODE_REX_B) << 3 : WRITES_NONE;
}

static int rm_byte(const struct decode_insn *i)
{
	return byte_register(i, rm_field(i));
}

/* add or adc sbb and sub xor cmp, each in six forms */
static int target_alu(const struct decode_insn *i)
{
	if (i->opcode >> 3 == 7)
		return WRITES_NONE;
	switch (i->opcode & 7) {
	case 0:
		return rm_byte(i);
	case 1:
		return rm_field(i);
	case 2:
		return byte_register(i, reg_field(i));
	case 3:
		return reg_field(i);
	default:
		return RAX;
	}
}

/* Opcodes whose operation stands in the register field of ModRM */
static int target_group(const struct decode_insn *i)
{
	uint8_t op = i->reg;

	switch (i->opcode) {
	case 0x80:
		return op == 7 ? WRITES_NONE : rm_byte(i);
	case 0x81:
	case 0x83:
		return op == 7 ? WRITES_NONE : rm_field(i);
	case 0xc0:
	case 0xd0:
	case 0xd2:
		return rm_byte(i);
	case 0xc1:
	case 0xd1:
	case 0xd3:
		return rm_field(i);
	case 0xc6:
		return op == 0 ? rm_byte(i) : NOT_MOVABLE;
	case 0xc7:
		return op == 0 ? rm_field(i) : NOT_MOVABLE;
	case 0xf6:
		return op < 2 ? WRITES_NONE : op < 4 ? rm_byte(i) : NOT_MOVABLE;
	case 0xf7:
		return op < 2	? WRITES_NONE
		       : op < 4 ? rm_field(i)
				: NOT_MOVABLE;
	case 0xfe:
		return op < 2 ? rm_byte(i) : NOT_MOVABLE;
	default: /* 0xff */
		return op < 2 ? rm_field(i) : NOT_MOVABLE;
	}
}

static int target_one_byte(const struct decode_insn *i)
{
	uint8_t o = i->opcode;

	if (o < 0x40)
		return (o & 7) < 6 ? target_alu(i) : NOT_MOVABLE;
	if (o >= 0x70 && o <= 0x7f) /* jcc */
		return WRITES_NONE;
	if (o >= 0xb0 && o <= 0xb7) /* mov imm8 */
		return byte_register(i, (o & 7) | (i->rex & DECODE_REX_B) << 3);
	if (o >= 0xb8 && o <= 0xbf) /* mov imm */
		return (o & 7) | (i->rex & DECODE_REX_B) << 3;
	switch (o) {
	case 0x63: /* movsxd */
	case 0x69: /* imul */
	case 0x6b:
	case 0x8b: /* mov */
	case 0x8d: /* lea */
		return reg_field(i);
	case 0x84: /* test */
	case 0x85:
	case 0xa8:
	case 0xa9:
		return WRITES_NONE;
	case 0x88: /* mov */
		return rm_byte(i);
	case 0x89:
		return rm_field(i);
	case 0x8a:
		return byte_register(i, reg_field(i));
	case 0x80:
	case 0x81:
	case 0x83:
	case 0xc0:
	case 0xc1:
	case 0xc6:
	case 0xc7:
	case 0xd0:
	case 0xd1:
	case 0xd2:
	case 0xd3:
	case 0xf6:
	case 0xf7:
	case 0xfe:
	case 0xff:
		return target_group(i);
	default:
		return NOT_MOVABLE;
	}
}

static int target_two_bytes(const struct decode_insn *i)
{
	uint8_t o = i->opcode;

	if (o >= 0x40 && o <= 0x4f) /* cmovcc */
		return reg_field(i);
	if (o >= 0x80 && o <= 0x8f) /* jcc */
		return WRITES_NONE;
	if (o >= 0x90 && o <= 0x9f) /* setcc */
		return rm_byte(i);
	switch (o) {
	case 0x10: /* moves of vector registers */
	case 0x11:
	case 0x16:
	case 0x17:
	case 0x28:
	case 0x29:
	case 0x6f:
	case 0x7f:
	case 0x1f: /* nop */
	case 0xa3: /* bt */
		return WRITES_NONE;
	case 0xaf: /* imul */
	case 0xb6: /* movzx, movsx */
	case 0xb7:
	case 0xbe:
	case 0xbf:
		return reg_field(i);
	default:
		return NOT_MOVABLE;
	}
}

static int target(const struct decode_insn *i)
{
	int reg = NOT_MOVABLE;

	if (i->map == DECODE_ONE_BYTE)
		reg = target_one_byte(i);
	else if (i->map == DECODE_0F)
		reg = target_two_bytes(i);
	/* what these two do to a branch or an address is not for us to repeat
	 */
	if (reg == RSP || (i->prefixes & DECODE_ADDRESS_SIZE) ||
	    (decode_is_direct_branch(i) && (i->prefixes & DECODE_OPERAND_SIZE)))
		return NOT_MOVABLE;
	return reg;
}

/* mov $nr,%eax in its two forms, xor %eax,%eax: the number; otherwise -1. */
static int64_t constant(const struct decode_insn *i)
{
	if (i->map != DECODE_ONE_BYTE || (i->rex & DECODE_REX_B))
		return -1;
	if ((i->opcode == 0xb8 || (i->opcode == 0xc7 && rm_field(i) == RAX)) &&
	    i->imm_size == 4)
		return i->imm & 0xffffffff;
	if ((i->opcode == 0x31 || i->opcode == 0x33) && rm_field(i) == RAX &&
	    reg_field(i) == RAX && !(i->prefixes & DECODE_OPERAND_SIZE))
		return 0;
	return -1;
}

/* What the last instructions before the site are, its own number included. */
/* Code does not run on behind jmp, ret, hlt, int3 and ud2. */
static int is_end(const struct decode_insn *i)
{
	static const uint8_t opcodes[] = {0xe9, 0xeb, 0xc2, 0xc3, 0xf4, 0xcc};

	for (size_t k = 0; k < sizeof(opcodes); k++)
		if (decode_is_one_byte(i, opcodes[k]))
			return 1;
	return (decode_is_one_byte(i, 0xff) && i->reg >= 4 && i->reg <= 5) ||
	       (i->map == DECODE_0F && i->opcode == 0x0b);
}

static enum window_verdict examine(const uintptr_t *begin, size_t count,
				   uintptr_t site, struct window *w)
{
	struct decode_insn i;
	int64_t nr = -1;
	int reg;

	for (size_t k = 0; k < count; k++) {
		if (!decode(begin[k], site - begin[k], &i))
			return WINDOW_FIXED;
		reg = target(&i);
		if (reg == NOT_MOVABLE)
			return WINDOW_FIXED;
		if (reg == RAX)
			nr = constant(&i);
	}
	w->size = (uint8_t)(site - begin[0]);
	w->count = (uint8_t)count;
	w->nr = nr >= 0 && nr < NUMBERS ? (int16_t)nr : -1;
	return WINDOW_FITS;
}

enum window_verdict window_find(uintptr_t start, uintptr_t site, size_t least,
				struct window *w)
{
	uintptr_t last[WINDOW_COUNT], begin[WINDOW_COUNT];
	enum window_verdict verdict;
	struct decode_insn i;
	uint64_t ends = 0; /* a bit for each of the last, the newest lowest */
	size_t seen = 0, count;

	for (uintptr_t pos = start; pos < site; pos += i.length) {
		if (!decode(pos, site - pos, &i))
			return WINDOW_FIXED;
		last[seen++ % WINDOW_COUNT] = pos;
		ends = ends << 1 | (uint64_t)is_end(&i);
	}
	for (count = 1; count <= WINDOW_COUNT && count <= seen; count++) {
		uintptr_t from = last[(seen - count) % WINDOW_COUNT];

		/* half of a jump may be given back, or mapped over: one page */
		if (site - from < least || from % PAGE > PAGE - WINDOW_JUMP)
			continue;
		if (site - from > WINDOW_MAX)
			return WINDOW_FIXED;
		for (size_t k = 0; k < count; k++)
			begin[k] = last[(seen - count + k) % WINDOW_COUNT];
		verdict = examine(begin, count, site, w);
		return verdict == WINDOW_FITS && (ends >> count & 1)
			       ? WINDOW_ALONE
			       : verdict;
	}
	return WINDOW_SHORT;
}

/* Do direct branches in [start, end) lead into [low, high]? -1: it cannot be
 * decoded. */
static int leads_into(uintptr_t start, uintptr_t end, uintptr_t low,
		      uintptr_t high)
{
	struct decode_insn i;

	for (uintptr_t pos = start; pos < end; pos += i.length) {
		uintptr_t to;

		if (!decode(pos, end - pos, &i))
			return -1;
		if (!decode_is_direct_branch(&i))
			continue;
		to = decode_target(pos, &i);
		if (to >= low && to <= high)
			return 1;
	}
	return 0;
}

int window_is_spared(uintptr_t start, uintptr_t end, uintptr_t low,
		     uintptr_t high)
{
	return leads_into(start, end, low, high) == 0;
}

int window_is_target(uintptr_t start, uintptr_t end, uintptr_t addr)
{
	return leads_into(start, end, addr, addr) == 1;
}

static int is_indirect_jump(const struct decode_insn *i)
{
	return decode_is_one_byte(i, 0xff) && (i->reg == 4 || i->reg == 5);
}

static int is_rip_relative(const struct decode_insn *i)
{
	return i->mod == 0 && i->rm == DECODE_RIP;
}

int window_ways_out(uintptr_t start, uintptr_t end, struct window_exits *exits)
{
	struct decode_insn i;

	exits->indirect = exits->by_word = 0;
	exits->count = 0;
	for (uintptr_t pos = start; pos < end; pos += i.length) {
		uintptr_t to;

		if (!decode(pos, end - pos, &i))
			return -1;
		if (is_indirect_jump(&i) && is_rip_relative(&i))
			exits->by_word = 1;
		else if (is_indirect_jump(&i))
			exits->indirect = 1;
		if (!decode_is_direct_branch(&i) ||
		    decode_is_one_byte(&i, 0xe8))
			continue;
		to = decode_target(pos, &i);
		if (to >= start && to < end)
			continue;
		if (exits->count < WINDOW_EXITS)
			exits->to[exits->count] = to;
		exits->count++;
	}
	return 0;
}

static int put32(uint8_t *at, int64_t value)
{
	if (value != (int32_t)value)
		return -1;
	for (int k = 0; k < 4; k++)
		at[k] = (uint8_t)((uint64_t)value >> 8 * k);
	return 0;
}

/* One instruction; the bytes that it takes, or -1. */
static int move_one(uintptr_t from, const struct decode_insn *i, uint8_t *code,
		    size_t room, uintptr_t at)
{
	const uint8_t *bytes = (const uint8_t *)from;

	if (target(i) == NOT_MOVABLE)
		return -1;
	if (decode_is_direct_branch(i)) { /* jcc */
		int64_t to = (int64_t)decode_target(from, i);

		if (room < JCC_LONG)
			return -1;
		code[0] = 0x0f;
		code[1] = (uint8_t)(0x80 | (i->opcode & 0x0f));
		return put32(code + 2, to - (int64_t)at - JCC_LONG) ? -1
								    : JCC_LONG;
	}
	if (room < i->length)
		return -1;
	for (int k = 0; k < i->length; k++)
		code[k] = bytes[k];
	if (i->has_modrm && i->mod == 0 && i->rm == DECODE_RIP &&
	    put32(code + i->disp_at, i->disp + (int64_t)(from - at)))
		return -1;
	return i->length;
}

/* mov $nr,%eax, as most windows are: it is known without decoding. */
static int move_constant(uintptr_t from, uint8_t *code, size_t room,
			 struct window_moved *moved)
{
	if (room < WINDOW_JUMP)
		return -1;
	__builtin_memcpy(code, (const void *)from, WINDOW_JUMP);
	*moved = (struct window_moved){.size = WINDOW_JUMP, .count = 1};
	return 0;
}

int window_move(uintptr_t from, size_t size, uint8_t *code, size_t room,
		uintptr_t at, struct window_moved *moved)
{
	struct decode_insn i;
	size_t done = 0, put = 0;
	int n;

	if (size == WINDOW_JUMP && *(const uint8_t *)from == MOV_EAX)
		return move_constant(from, code, room, moved);
	moved->count = 0;
	for (; done < size; done += i.length) {
		if (!decode(from + done, size - done, &i) ||
		    moved->count == WINDOW_COUNT)
			return -1;
		n = move_one(from + done, &i, code + put, room - put, at + put);
		if (n < 0)
			return -1;
		moved->from[moved->count] = (uint8_t)done;
		moved->to[moved->count++] = (uint8_t)put;
		put += (size_t)n;
	}
	moved->size = (uint8_t)put;
	return 0;
}
