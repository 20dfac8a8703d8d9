/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * insn_read_function() and insn_scan() on the bytes of a function, compared
 * with a plain decoding of all of them: every site that is listed is one, and
 * the stack below rsp is never said to be free when an instruction that was
 * decoded names an address there.
 */
#include <Zydis/Zydis.h>
#include <string.h>

#include "analysis/decode.h"
#include "analysis/insn.h"
#include "fuzz.h"

static ZydisDecoder full;

/* The decoder's own idea of it, not insn.c's: a memory operand with a
 * displacement below rsp, other than to move rsp itself. */
static int names_red_zone(const ZydisDecodedInstruction *i,
			  const ZydisDecodedOperand *operand)
{
	if (i->mnemonic == ZYDIS_MNEMONIC_LEA &&
	    ZydisRegisterGetLargestEnclosing(ZYDIS_MACHINE_MODE_LONG_64,
					     operand[0].reg.value) ==
		    ZYDIS_REGISTER_RSP)
		return 0;
	for (int k = 0; k < i->operand_count_visible; k++)
		if (operand[k].type == ZYDIS_OPERAND_TYPE_MEMORY &&
		    operand[k].mem.base == ZYDIS_REGISTER_RSP &&
		    operand[k].mem.disp.has_displacement &&
		    operand[k].mem.disp.value < 0)
			return 1;
	return 0;
}

static void compare(uintptr_t start, uintptr_t end,
		    const struct insn_function *f)
{
	ZydisDecodedOperand operand[ZYDIS_MAX_OPERAND_COUNT];
	ZydisDecodedInstruction i;
	struct decode_insn ours;
	size_t sites = 0;
	int red_zone = 0;

	for (uintptr_t pos = start; pos <= end; pos += i.length) {
		/* unit.decode has what only one of the two knows */
		if (!decode(pos, end + 2 - pos, &ours) ||
		    ZYAN_FAILED(ZydisDecoderDecodeFull(&full, (const void *)pos,
						       end + 2 - pos, &i,
						       operand)))
			break;
		if (i.mnemonic == ZYDIS_MNEMONIC_SYSCALL && i.length == 2 &&
		    sites < INSN_SITES) {
			FUZZ_CHECK(sites < f->sites && f->site[sites] == pos);
			sites++;
		}
		if (pos + i.length <= end)
			red_zone |= names_red_zone(&i, operand);
	}
	FUZZ_CHECK(!sites || !red_zone || f->red_zone);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	uint8_t *code = malloc(size + !size);
	struct insn_function f;
	const uint8_t *p, *end;

	if (size < 3) {
		free(code);
		return 0;
	}
	ZydisDecoderInit(&full, ZYDIS_MACHINE_MODE_LONG_64,
			 ZYDIS_STACK_WIDTH_64);
	memcpy(code, data, size);
	/* two bytes behind the function may be read */
	end = code + size - 2;
	insn_read_function((uintptr_t)code, (uintptr_t)end,
			   (uintptr_t)code + size, &f);
	FUZZ_CHECK(f.start == (uintptr_t)code && f.end == (uintptr_t)end);
	FUZZ_CHECK(f.sites <= INSN_SITES);
	for (size_t i = 0; i < f.sites; i++) {
		p = (const uint8_t *)f.site[i];
		FUZZ_CHECK(p >= code && p <= end && p[0] == 0x0f &&
			   p[1] == 0x05);
		FUZZ_CHECK(i == 0 || f.site[i] > f.site[i - 1]);
	}
	compare((uintptr_t)code, (uintptr_t)end, &f);

	end = code + size;
	p = code;
	for (const uint8_t *q = code; q + 1 < end; q++)
		if (q[0] == 0x0f && q[1] == 0x05) {
			FUZZ_CHECK(insn_scan(p, end) == q);
			p = q + 2;
		}
	FUZZ_CHECK(!insn_scan(p, end));
	free(code);
	return 0;
}
