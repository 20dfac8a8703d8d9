/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Decodes one instruction at a time, for insn.c and window.c: its length,
 * opcode, ModRM, SIB, displacement and immediate. These files need no more.
 *
 * Which bytes are an instruction, and how they are laid out, is in tables.
 * decode_generate.c makes them when the library is built, by asking Zydis, so
 * no process maps a disassembler. 3DNow! and XOP, which compilers do not emit
 * any more, are no instructions here. Pure.
 */
#ifndef DECODE_H
#define DECODE_H

#include <stddef.h>
#include <stdint.h>

#define RSP 4 /* as a register field of ModRM and SIB */
#define RBP 5
#define DECODE_RIP 5 /* rm, if mod is 0 */
#define DECODE_SIB 4 /* rm, unless mod is 3 */

enum decode_map {
	DECODE_ONE_BYTE,
	DECODE_0F,
	DECODE_0F38,
	DECODE_0F3A,
	DECODE_LEGACY_MAPS,
	DECODE_VEX = DECODE_LEGACY_MAPS,
	DECODE_EVEX,
};

#define DECODE_OPERAND_SIZE 1 /* prefixes */
#define DECODE_ADDRESS_SIZE 2

#define DECODE_REX_B 1
#define DECODE_REX_R 4
#define DECODE_REX_W 8

struct decode_insn {
	uint8_t length;
	uint8_t map, opcode;
	uint8_t prefixes;
	uint8_t rex; /* all of it; 0: none */
	uint8_t has_modrm, mod, reg, rm;
	uint8_t base;	  /* of the SIB byte */
	uint8_t disp_at;  /* offset of the displacement */
	uint8_t imm_size; /* bytes */
	int32_t disp;	  /* 0: none. EVEX: as far as it may reach */
	int64_t imm;	  /* its sign extended */
};

/* Decode the instruction at pos; room bytes can be read there. Returns its
 * length, or 0: there is no instruction. */
int decode(uintptr_t pos, size_t room, struct decode_insn *i);

static inline int decode_is_one_byte(const struct decode_insn *i,
				     uint8_t opcode)
{
	return i->map == DECODE_ONE_BYTE && i->opcode == opcode;
}

static inline int decode_is_syscall(const struct decode_insn *i)
{
	return i->map == DECODE_0F && i->opcode == 0x05 && i->length == 2;
}

/* jcc, jmp, call, loop, jrcxz and xbegin with their target in the code */
static inline int decode_is_direct_branch(const struct decode_insn *i)
{
	uint8_t o = i->opcode;

	if (i->map == DECODE_0F)
		return o >= 0x80 && o <= 0x8f;
	if (i->map != DECODE_ONE_BYTE)
		return 0;
	return (o >= 0x70 && o <= 0x7f) || (o >= 0xe0 && o <= 0xe3) ||
	       o == 0xe8 || o == 0xe9 || o == 0xeb ||
	       (o == 0xc7 && i->mod == 3 && i->reg == 7);
}

/* The direct ones, call and jmp through a register or memory, and ret */
static inline int decode_is_branch(const struct decode_insn *i)
{
	return decode_is_direct_branch(i) || decode_is_one_byte(i, 0xc2) ||
	       decode_is_one_byte(i, 0xc3) ||
	       (decode_is_one_byte(i, 0xff) && i->reg >= 2 && i->reg <= 5);
}

/* The target of a direct branch at pos. */
static inline uintptr_t decode_target(uintptr_t pos,
				      const struct decode_insn *i)
{
	return pos + i->length + (uintptr_t)i->imm;
}

/* --- the tables --------------------------------------------------------- */

/* How the bytes behind an opcode are laid out. */
struct decode_class {
	uint8_t has_modrm;
	uint8_t imm[8];	   /* bytes of immediate, by the reg field of ModRM */
	uint8_t valid[32]; /* a bit for each ModRM byte that may follow */
};

/*
 * What may stand before an opcode and change its meaning. Prefixes: f0, then
 * 66, then none or f3 or f2, then REX.W. VEX: pp and W, the vector's length,
 * whether vvvv names a register. EVEX: pp and W.
 */
#define DECODE_FORM(lock, operand, repeat, w)                                  \
	((((lock)*2 + (operand)) * 3 + (repeat)) * 2 + (w))
#define DECODE_FORMS 24
#define DECODE_VEX_FORM(pp, w, l, v) ((((pp)*2 + (w)) * 2 + (l)) * 2 + (v))
#define DECODE_VEX_FORMS 32
#define DECODE_VEX_MAPS 4 /* 1 to 3 */
#define DECODE_EVEX_FORM(pp, w) ((pp)*2 + (w))
#define DECODE_EVEX_FORMS 8
#define DECODE_EVEX_MAPS 8 /* 1 to 6 */

/* Numbers of classes; class 0 has no instruction. */
extern const struct decode_class decode_classes[];
extern const uint8_t decode_legacy[DECODE_FORMS][DECODE_LEGACY_MAPS][256];
extern const uint8_t decode_vex[DECODE_VEX_FORMS][DECODE_VEX_MAPS][256];
extern const uint8_t decode_evex[DECODE_EVEX_FORMS][DECODE_EVEX_MAPS][256];

#endif
