/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * One instruction at a time, for insn.c and window.c, the two users of Zydis.
 *
 * The decoder runs in its length mode, the fastest: it gives the opcode and
 * the raw ModRM, SIB, displacement and immediate, which is all that is asked.
 */
#ifndef DECODE_H
#define DECODE_H

#include <Zydis/Zydis.h>
#include <stddef.h>
#include <stdint.h>

#define RSP 4 /* as a register field of ModRM and SIB */
#define RBP 5

extern ZydisDecoder decode_decoder;

/* The instruction at pos, of which room bytes can be read. 0: there is none. */
static inline int decode(uintptr_t pos, size_t room, ZydisDecodedInstruction *i)
{
	return ZYAN_SUCCESS(ZydisDecoderDecodeInstruction(
		&decode_decoder, NULL, (const void *)pos, room, i));
}

static inline int decode_is_one_byte(const ZydisDecodedInstruction *i,
				     uint8_t opcode)
{
	return i->opcode_map == ZYDIS_OPCODE_MAP_DEFAULT && i->opcode == opcode;
}

static inline int decode_is_syscall(const ZydisDecodedInstruction *i)
{
	return i->opcode_map == ZYDIS_OPCODE_MAP_0F && i->opcode == 0x05 &&
	       i->length == 2;
}

/* jcc, jmp, call, loop, jrcxz and xbegin with their target in the code */
static inline int decode_is_direct_branch(const ZydisDecodedInstruction *i)
{
	uint8_t o = i->opcode;

	if (i->opcode_map == ZYDIS_OPCODE_MAP_0F)
		return o >= 0x80 && o <= 0x8f;
	if (i->opcode_map != ZYDIS_OPCODE_MAP_DEFAULT)
		return 0;
	return (o >= 0x70 && o <= 0x7f) || (o >= 0xe0 && o <= 0xe3) ||
	       o == 0xe8 || o == 0xe9 || o == 0xeb ||
	       (o == 0xc7 && i->raw.modrm.mod == 3 && i->raw.modrm.reg == 7);
}

/* The direct ones, call and jmp through a register or memory, and ret */
static inline int decode_is_branch(const ZydisDecodedInstruction *i)
{
	return decode_is_direct_branch(i) || decode_is_one_byte(i, 0xc2) ||
	       decode_is_one_byte(i, 0xc3) ||
	       (decode_is_one_byte(i, 0xff) && i->raw.modrm.reg >= 2 &&
		i->raw.modrm.reg <= 5);
}

/* Where a direct branch at pos leads. */
static inline uintptr_t decode_target(uintptr_t pos,
				      const ZydisDecodedInstruction *i)
{
	return pos + i->length + (uintptr_t)i->raw.imm[0].value.s;
}

#endif
