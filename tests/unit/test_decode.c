/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * The decoder says what Zydis says, of libc's code from each of its bytes on
 * and of bytes by chance. What the two may disagree about is listed here.
 */
#include <Zydis/Zydis.h>
#include <string.h>

#include "analysis/decode.h"
#include "loaded.h"
#include "unit.h"

#define LENGTH_MAX 15
#define CHANCES 3000000

static ZydisDecoder decoder;

static void differ(const uint8_t *p, const char *what)
{
	char text[3 * LENGTH_MAX + 1];

	for (int k = 0; k < LENGTH_MAX; k++)
		sprintf(text + 3 * k, " %02x", p[k]);
	ck_abort_msg("%s:%s", what, text);
}

/* They have no memory operand whatever their mod says: decode() knows only
 * those that assemblers make, and of their registers more than there are. */
static int is_control_register(int map, uint8_t opcode)
{
	return map == DECODE_0F && opcode >= 0x20 && opcode <= 0x23;
}

static int is_legacy(const ZydisDecodedInstruction *z)
{
	return z->encoding == ZYDIS_INSTRUCTION_ENCODING_LEGACY;
}

/* What decode() need not know. */
static int may_be_missed(const ZydisDecodedInstruction *z)
{
	switch (z->encoding) {
	case ZYDIS_INSTRUCTION_ENCODING_XOP:
	case ZYDIS_INSTRUCTION_ENCODING_3DNOW:
	case ZYDIS_INSTRUCTION_ENCODING_MVEX:
		return 1;
	case ZYDIS_INSTRUCTION_ENCODING_LEGACY:
		return is_control_register(z->opcode_map, z->opcode);
	default:
		return 0;
	}
}

/* Fields that decode() does not look at: EVEX has many, VEX vvvv beyond the
 * eight mask registers, REX.R the bounds and control registers. */
static int may_be_made_up(const struct decode_insn *i)
{
	return i->map == DECODE_EVEX || i->map == DECODE_VEX ||
	       is_control_register(i->map, i->opcode) ||
	       (i->map == DECODE_0F && (i->opcode & 0xfe) == 0x1a);
}

static int same_opcode(const struct decode_insn *i,
		       const ZydisDecodedInstruction *z)
{
	if (i->opcode != z->opcode || i->length != z->length)
		return 0;
	return is_legacy(z) ? i->map == z->opcode_map
			    : i->map >= DECODE_LEGACY_MAPS;
}

static int same_prefixes(const struct decode_insn *i,
			 const ZydisDecodedInstruction *z)
{
	int prefixes = 0;

	for (int k = 0; k < z->raw.prefix_count; k++) {
		if (z->raw.prefixes[k].value == 0x66)
			prefixes |= DECODE_OPERAND_SIZE;
		if (z->raw.prefixes[k].value == 0x67)
			prefixes |= DECODE_ADDRESS_SIZE;
	}
	if (!is_legacy(z)) /* theirs has VEX and EVEX in the same fields */
		return i->prefixes == prefixes && !i->rex;
	return i->prefixes == prefixes &&
	       !i->rex == !(z->attributes & ZYDIS_ATTRIB_HAS_REX) &&
	       !(i->rex & DECODE_REX_W) == !z->raw.rex.W &&
	       !(i->rex & DECODE_REX_R) == !z->raw.rex.R &&
	       !(i->rex & DECODE_REX_B) == !z->raw.rex.B;
}

static int same_operand(const struct decode_insn *i,
			const ZydisDecodedInstruction *z)
{
	int64_t disp = z->raw.disp.value;

	if (!i->has_modrm != !(z->attributes & ZYDIS_ATTRIB_HAS_MODRM))
		return 0;
	if (!i->has_modrm || is_control_register(i->map, i->opcode))
		return 1;
	if (i->map == DECODE_EVEX && z->raw.disp.size == 8)
		disp *= 64;
	return i->mod == z->raw.modrm.mod && i->reg == z->raw.modrm.reg &&
	       i->rm == z->raw.modrm.rm && i->base == z->raw.sib.base &&
	       i->disp == disp && i->disp_at == z->raw.disp.offset;
}

/* Zydis extends some without a sign; enter has two. */
static int same_immediate(const struct decode_insn *i,
			  const ZydisDecodedInstruction *z)
{
	uint64_t value = z->raw.imm[0].value.u;
	int unused = 64 - z->raw.imm[0].size;

	if (unused == 64 || z->raw.imm[1].size)
		return 1;
	return i->imm_size * 8 == z->raw.imm[0].size &&
	       i->imm == (int64_t)(value << unused) >> unused;
}

static void compare(const uint8_t *p, size_t room)
{
	ZydisDecodedInstruction z;
	struct decode_insn i;
	int ours = decode((uintptr_t)p, room, &i);
	int theirs = ZYAN_SUCCESS(
		ZydisDecoderDecodeInstruction(&decoder, NULL, p, room, &z));

	if (ours && theirs) {
		if (!same_opcode(&i, &z))
			differ(p, "another instruction");
		if (!same_prefixes(&i, &z))
			differ(p, "other prefixes");
		if (!same_operand(&i, &z))
			differ(p, "another operand");
		if (!same_immediate(&i, &z))
			differ(p, "another immediate");
	} else if (ours && !may_be_made_up(&i)) {
		differ(p, "no instruction");
	} else if (theirs && !may_be_missed(&z)) {
		differ(p, "an instruction");
	}
}

static int find_libc(struct dl_phdr_info *info, size_t size, void *data)
{
	(void)size;
	if (strstr(info->dlpi_name, "/libc.so"))
		loaded_collect(info, data);
	return 0;
}

START_TEST(code)
{
	struct loaded libc = {0};

	dl_iterate_phdr(find_libc, &libc);
	ck_assert(libc.end > libc.start);
	for (uintptr_t p = libc.start; p + LENGTH_MAX <= libc.end; p++)
		compare((const uint8_t *)p, LENGTH_MAX);
}
END_TEST

/* More of what changes the meaning of what follows than chance would have. */
static uint8_t any_byte(void)
{
	static const uint8_t prefix[] = {0x66, 0xf3, 0xf2, 0x48, 0x41, 0x44,
					 0xf0, 0x0f, 0xc5, 0xc4, 0x62, 0x67,
					 0x64, 0x2e, 0x38, 0x3a};
	unsigned int n = (unsigned int)rand() >> 4;

	return n & 0x100 ? prefix[n % 16] : (uint8_t)n;
}

START_TEST(chance)
{
	uint8_t bytes[LENGTH_MAX];

	srand(1);
	for (int n = 0; n < CHANCES; n++) {
		for (int k = 0; k < LENGTH_MAX; k++)
			bytes[k] = any_byte();
		compare(bytes, n % 4 ? LENGTH_MAX : (size_t)(n / 4 % 16));
	}
}
END_TEST

int main(void)
{
	ZydisDecoderInit(&decoder, ZYDIS_MACHINE_MODE_LONG_64,
			 ZYDIS_STACK_WIDTH_64);
	ZydisDecoderEnableMode(&decoder, ZYDIS_DECODER_MODE_MINIMAL, ZYAN_TRUE);
	return unit_run("decode", (const TTest *const[]){code, chance, NULL});
}
