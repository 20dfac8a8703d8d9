/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* The length and the parts of one instruction, by the generated tables. */
#include "analysis/decode.h"

#define LENGTH_MAX 15

/* What is read so far, and of how much. */
struct cursor {
	const uint8_t *at;
	size_t n, room;
};

static int next(struct cursor *c, uint8_t *byte)
{
	if (c->n >= c->room)
		return 0;
	*byte = c->at[c->n++];
	return 1;
}

static int64_t little_endian(const uint8_t *p, size_t n)
{
	uint64_t value = 0;

	for (size_t i = n; i--;)
		value = value << 8 | p[i];
	if (n == 0 || n == 8)
		return (int64_t)value;
	return (int64_t)(value << (64 - 8 * n)) >> (64 - 8 * n);
}

/* What legacy prefixes say. Of f3 and f2 the last one counts. */
struct form {
	int lock, operand, repeat;
};

static int is_prefix(uint8_t byte, struct form *form, struct decode_insn *i)
{
	switch (byte) {
	case 0x26:
	case 0x2e:
	case 0x36:
	case 0x3e:
	case 0x64:
	case 0x65:
		return 1;
	case 0x66:
		i->prefixes |= DECODE_OPERAND_SIZE;
		form->operand = 1;
		return 1;
	case 0x67:
		i->prefixes |= DECODE_ADDRESS_SIZE;
		return 1;
	case 0xf0:
		form->lock = 1;
		return 1;
	case 0xf2:
	case 0xf3:
		form->repeat = byte == 0xf3 ? 1 : 2;
		return 1;
	default:
		return 0;
	}
}

/* Up to the first byte that is no prefix. A REX prefix counts if it is the last
 * one. */
static int read_prefixes(struct cursor *c, struct form *form, uint8_t *byte,
			 struct decode_insn *i)
{
	while (next(c, byte)) {
		if (*byte >> 4 == 4)
			i->rex = *byte;
		else if (is_prefix(*byte, form, i))
			i->rex = 0;
		else
			return 1;
	}
	return 0;
}

/* The opcode, byte being its first: the number of its class. */
static uint8_t read_legacy(struct cursor *c, const struct form *form,
			   uint8_t byte, struct decode_insn *i)
{
	int f;

	if (byte == 0x0f) {
		if (!next(c, &byte))
			return 0;
		i->map = DECODE_0F;
		if (byte == 0x38 || byte == 0x3a) {
			i->map = byte == 0x38 ? DECODE_0F38 : DECODE_0F3A;
			if (!next(c, &byte))
				return 0;
		}
	}
	i->opcode = byte;
	f = DECODE_FORM(form->lock, form->operand, form->repeat,
			(i->rex & DECODE_REX_W) != 0);
	return decode_legacy[f][i->map][byte];
}

/* c4 or c5 was read. */
static uint8_t read_vex(struct cursor *c, uint8_t first, struct decode_insn *i)
{
	uint8_t map = 1, byte;
	int w = 0, form;

	if (!next(c, &byte))
		return 0;
	if (first == 0xc4) {
		map = byte & 0x1f;
		if (map >= DECODE_VEX_MAPS || !next(c, &byte))
			return 0;
		w = byte >> 7;
	}
	if (!next(c, &i->opcode))
		return 0;
	i->map = DECODE_VEX;
	form = DECODE_VEX_FORM(byte & 3, w, byte >> 2 & 1,
			       (byte >> 3 & 15) != 15);
	return decode_vex[form][map][i->opcode];
}

/* 62 was read. */
static uint8_t read_evex(struct cursor *c, struct decode_insn *i)
{
	uint8_t p0, p1, p2;

	if (!next(c, &p0) || !next(c, &p1) || !next(c, &p2) ||
	    !next(c, &i->opcode) || (p0 & 8) || !(p1 & 4))
		return 0;
	i->map = DECODE_EVEX;
	return decode_evex[DECODE_EVEX_FORM(p1 & 3, p1 >> 7)][p0 & 7][i->opcode];
}

/* The most that EVEX multiplies a displacement of one byte with */
#define SCALE_MAX 64

/* Displacement, of so many bytes. */
static int read_displacement(struct cursor *c, size_t n, struct decode_insn *i)
{
	if (c->room - c->n < n)
		return 0;
	i->disp_at = (uint8_t)c->n;
	i->disp = (int32_t)little_endian(c->at + c->n, n);
	if (n == 1 && i->map == DECODE_EVEX)
		i->disp *= SCALE_MAX;
	c->n += n;
	return 1;
}

static int read_modrm(struct cursor *c, const struct decode_class *class,
		      struct decode_insn *i)
{
	uint8_t byte, sib;

	if (!next(c, &byte) || !(class->valid[byte / 8] >> byte % 8 & 1))
		return 0;
	i->has_modrm = 1;
	i->mod = byte >> 6;
	i->reg = byte >> 3 & 7;
	i->rm = byte & 7;
	if (i->mod == 3)
		return 1;
	if (i->rm == DECODE_SIB) {
		if (!next(c, &sib))
			return 0;
		i->base = sib & 7;
	}
	if (i->mod == 1)
		return read_displacement(c, 1, i);
	if (i->mod == 2 || i->rm == DECODE_RIP ||
	    (i->rm == DECODE_SIB && i->base == RBP))
		return read_displacement(c, 4, i);
	return 1;
}

/* mov between al or rax and an address: of eight bytes, or of four. */
static int is_short_absolute(const struct decode_insn *i)
{
	return i->map == DECODE_ONE_BYTE && i->opcode >= 0xa0 &&
	       i->opcode <= 0xa3 && (i->prefixes & DECODE_ADDRESS_SIZE);
}

static int read_rest(struct cursor *c, uint8_t number, struct decode_insn *i)
{
	const struct decode_class *class = &decode_classes[number];

	if (!number || (class->has_modrm && !read_modrm(c, class, i)))
		return 0;
	i->imm_size = is_short_absolute(i) ? 4 : class->imm[i->reg];
	if (c->room - c->n < i->imm_size)
		return 0;
	i->imm = little_endian(c->at + c->n, i->imm_size);
	c->n += i->imm_size;
	return 1;
}

int decode(uintptr_t pos, size_t room, struct decode_insn *i)
{
	struct cursor c = {(const uint8_t *)pos, 0,
			   room < LENGTH_MAX ? room : LENGTH_MAX};
	struct form form = {0};
	uint8_t byte, class;

	*i = (struct decode_insn){0};
	if (!read_prefixes(&c, &form, &byte, i))
		return 0;
	if (byte == 0xc4 || byte == 0xc5 || byte == 0x62) {
		/* these have prefixes of their own */
		if (form.lock || form.operand || form.repeat || i->rex)
			return 0;
		class = byte == 0x62 ? read_evex(&c, i) : read_vex(&c, byte, i);
	} else {
		class = read_legacy(&c, &form, byte, i);
	}
	if (!read_rest(&c, class, i))
		return 0;
	i->length = (uint8_t)c.n;
	return 1;
}
