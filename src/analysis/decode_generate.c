/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Build-time program: prints the C source of decode.h's tables. Zydis is asked
 * about each opcode with each ModRM byte. Of EVEX's many fields (vvvv, the
 * mask, the vector's length, rounding) any that make an instruction will do.
 */
#include <Zydis/Zydis.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/decode.h"

#define CLASSES 256
#define LENGTH_MAX 15
#define NO_IMM 0xff

static ZydisDecoder decoder;
static struct decode_class class[CLASSES];
static size_t classes = 1; /* the first one has no instruction */

/* An encoding up to its opcode. */
struct head {
	ZydisInstructionEncoding encoding;
	int map;
	uint8_t byte[8];
	size_t n;
};

/* The class that comes to be. imm is NO_IMM where nothing is known yet. */
struct finding {
	struct decode_class class;
	int any;
};

static void begin_finding(struct finding *f)
{
	memset(f, 0, sizeof(*f));
	memset(f->class.imm, NO_IMM, sizeof(f->class.imm));
}

/* Bytes of SIB and displacement behind a ModRM byte, if SIB is 0. */
static size_t operand_size(uint8_t modrm)
{
	uint8_t mod = modrm >> 6, rm = modrm & 7;

	if (mod == 3)
		return 0;
	if (mod == 0)
		return rm == DECODE_SIB ? 1 : rm == DECODE_RIP ? 4 : 0;
	return (size_t)(rm == DECODE_SIB) + (mod == 1 ? 1 : 4);
}

static void must(int condition, const struct head *head)
{
	if (condition)
		return;
	fprintf(stderr, "decode_generate: no rule for opcode %02x, map %d\n",
		head->byte[head->n - 1], head->map);
	exit(1);
}

/* Is this an instruction, and one that decode.c can read? */
static int probe_with(const struct head *head, uint8_t modrm, uint8_t sib,
		      struct finding *f)
{
	struct decode_class *c = &f->class;
	uint8_t code[LENGTH_MAX] = {0}, reg = 0;
	ZydisDecodedInstruction i;
	size_t length = head->n;
	int has_modrm;

	memcpy(code, head->byte, head->n);
	code[head->n] = modrm;
	code[head->n + 1] = sib;
	if (ZYAN_FAILED(ZydisDecoderDecodeInstruction(&decoder, NULL, code,
						      sizeof(code), &i)) ||
	    i.encoding != head->encoding || (int)i.opcode_map != head->map ||
	    i.opcode != head->byte[head->n - 1])
		return 0;
	has_modrm = (i.attributes & ZYDIS_ATTRIB_HAS_MODRM) != 0;
	if (has_modrm) {
		reg = modrm >> 3 & 7;
		length += 1 + operand_size(modrm);
	}
	if (i.length < length) /* control registers: mod is not looked at */
		return 0;
	must(!f->any || has_modrm == c->has_modrm, head);
	must(c->imm[reg] == NO_IMM || c->imm[reg] == i.length - length, head);
	f->any = 1;
	c->has_modrm = (uint8_t)has_modrm;
	c->imm[reg] = (uint8_t)(i.length - length);
	return 1;
}

/* The registers of a gather must differ: one index does for some. */
static int probe(const struct head *head, uint8_t modrm, struct finding *f)
{
	return probe_with(head, modrm, 0, f) ||
	       (modrm < 0xc0 && (modrm & 7) == DECODE_SIB &&
		probe_with(head, modrm, 0x10, f));
}

static void set_valid(struct finding *f, unsigned int modrm)
{
	f->class.valid[modrm / 8] |= (uint8_t)(1 << modrm % 8);
}

static void probe_each(const struct head *head, struct finding *f)
{
	for (unsigned int modrm = 0; modrm < 256; modrm++)
		if (probe(head, (uint8_t)modrm, f))
			set_valid(f, modrm);
}

/* For EVEX, of which there is so much: memory by rax or with a SIB byte, and a
 * register, stand for all others. */
static void probe_some(const struct head *head, struct finding *f)
{
	for (unsigned int reg = 0; reg < 64; reg += 8) {
		int sib = probe(head, (uint8_t)(reg | DECODE_SIB), f);
		int memory = probe(head, (uint8_t)reg, f);
		int other = probe(head, (uint8_t)(0xc0 | reg), f);

		for (unsigned int m = 0; m < 4 * 8; m++) {
			unsigned int mod = m >> 3, rm = m & 7;

			if (mod == 3 ? other : rm == DECODE_SIB ? sib : memory)
				set_valid(f, mod << 6 | reg | rm);
		}
	}
}

/* The number of its class. */
static size_t end(struct finding *f)
{
	size_t k;

	if (!f->any)
		return 0;
	for (k = 0; k < 8; k++)
		if (f->class.imm[k] == NO_IMM)
			f->class.imm[k] = 0;
	if (!f->class.has_modrm)
		memset(f->class.valid, 0, sizeof(f->class.valid));
	for (k = 1; k < classes; k++)
		if (memcmp(&class[k], &f -> class, sizeof(f->class)) == 0)
			return k;
	if (classes == CLASSES) {
		fprintf(stderr, "decode_generate: too many classes\n");
		exit(1);
	}
	class[classes] = f->class;
	return classes++;
}

/* --- what stands before an opcode ----------------------------------------- */

static void add_byte(struct head *head, unsigned int byte)
{
	head->byte[head->n++] = (uint8_t)byte;
}

static size_t legacy(int form, int map, unsigned int opcode)
{
	struct head head = {ZYDIS_INSTRUCTION_ENCODING_LEGACY, map, {0}, 0};
	struct finding f;

	if (form / 12)
		add_byte(&head, 0xf0);
	if (form / 6 % 2)
		add_byte(&head, 0x66);
	if (form / 2 % 3)
		add_byte(&head, form / 2 % 3 == 1 ? 0xf3 : 0xf2);
	if (form % 2)
		add_byte(&head, 0x48);
	if (map != DECODE_ONE_BYTE)
		add_byte(&head, 0x0f);
	if (map > DECODE_0F)
		add_byte(&head, map == DECODE_0F38 ? 0x38 : 0x3a);
	add_byte(&head, opcode);
	begin_finding(&f);
	probe_each(&head, &f);
	return end(&f);
}

/* vvvv is inverted: 15 is no register, or register 0. Some take only low ones,
 * some none that is used already. */
static size_t vex(int form, int map, unsigned int opcode)
{
	static const uint8_t vvvv[2][2] = {{0x78, 0x78}, {0x70, 0x00}};
	unsigned int pp = (unsigned int)form / 8, w = form / 4 % 2,
		     l = form / 2 % 2;
	struct finding f;

	begin_finding(&f);
	for (int k = 0; k < 2; k++) {
		struct head head = {
			ZYDIS_INSTRUCTION_ENCODING_VEX, map, {0}, 0};

		add_byte(&head, 0xc4);
		add_byte(&head, 0xe0 | (unsigned int)map);
		add_byte(&head, w << 7 | vvvv[form % 2][k] | l << 2 | pp);
		add_byte(&head, opcode);
		probe_each(&head, &f);
	}
	return end(&f);
}

static size_t evex(int form, int map, unsigned int opcode)
{
	struct head head = {ZYDIS_INSTRUCTION_ENCODING_EVEX, map, {0}, 0};
	static const uint8_t masks[] = {0x00, 0x01, 0x81};
	static const uint8_t lengths[] = {0x00, 0x20, 0x40, 0x10, 0x30, 0x50};
	/* vvvv, and its fifth bit in the last byte */
	static const uint8_t register_v[][2] = {
		{0x78, 0x08}, {0x00, 0x08}, {0x00, 0x00}};
	unsigned int pp = (unsigned int)form / 2, w = form % 2;
	struct finding f;

	begin_finding(&f);
	for (size_t m = 0; m < sizeof(masks); m++)
		for (size_t l = 0; l < sizeof(lengths); l++)
			for (size_t v = 0; v < 3; v++) {
				head.n = 0;
				add_byte(&head, 0x62);
				add_byte(&head, 0xf0 | (unsigned int)map);
				add_byte(&head,
					 w << 7 | register_v[v][0] | 4 | pp);
				add_byte(&head, masks[m] | lengths[l] |
							register_v[v][1]);
				add_byte(&head, opcode);
				probe_some(&head, &f);
			}
	return end(&f);
}

/* --- printing ------------------------------------------------------------- */

static void print_maps(const char *name, int forms, int maps,
		       size_t (*find)(int form, int map, unsigned int opcode))
{
	printf("const uint8_t %s[%d][%d][256] = {\n", name, forms, maps);
	for (int form = 0; form < forms; form++) {
		printf("{");
		for (int map = 0; map < maps; map++) {
			printf("{");
			for (unsigned int op = 0; op < 256; op++)
				printf("%zu,", find(form, map, op));
			printf("},\n");
		}
		printf("},\n");
	}
	printf("};\n\n");
}

static void print_bytes(const uint8_t *byte, size_t n)
{
	printf("{");
	for (size_t k = 0; k < n; k++)
		printf("%u,", byte[k]);
	printf("}");
}

int main(void)
{
	ZydisDecoderInit(&decoder, ZYDIS_MACHINE_MODE_LONG_64,
			 ZYDIS_STACK_WIDTH_64);
	ZydisDecoderEnableMode(&decoder, ZYDIS_DECODER_MODE_MINIMAL, ZYAN_TRUE);
	printf("#include \"analysis/decode.h\"\n\n");
	print_maps("decode_legacy", DECODE_FORMS, DECODE_LEGACY_MAPS, legacy);
	print_maps("decode_vex", DECODE_VEX_FORMS, DECODE_VEX_MAPS, vex);
	print_maps("decode_evex", DECODE_EVEX_FORMS, DECODE_EVEX_MAPS, evex);
	printf("const struct decode_class decode_classes[] = {\n");
	for (size_t k = 0; k < classes; k++) {
		printf("{%u, ", class[k].has_modrm);
		print_bytes(class[k].imm, sizeof(class[k].imm));
		printf(", ");
		print_bytes(class[k].valid, sizeof(class[k].valid));
		printf("},\n");
	}
	printf("};\n");
	return 0;
}
