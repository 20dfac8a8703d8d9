/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * The bytes b8 nn nn 00 00 may also be the end of a longer instruction, as of
 * `movl $nr,-72(%rbp)`, c7 45 b8 nn nn 00 00. Or they are several, if the b8
 * ends one: then the last of them, 00 00, would have stored at rax, where
 * nothing is.
 */
#include "analysis/trapped.h"

#include "analysis/decode.h"
#include "base/constants.h"
#include "base/nolibc.h"

#define MOV_EAX 0xb8
#define LINE 64
#define NUMBERS 4091 /* GATE_NUMBERS */

/* These would make another instruction of the mov, or of the jump. */
static int is_prefix(uint8_t byte)
{
	return (byte >= 0x40 && byte <= 0x4f) || byte == 0x66 || byte == 0x0f ||
	       byte == 0xf2 || byte == 0xf3;
}

/* Its operand is at rax plus the number, where nothing is: not `lea`. */
static int would_fault(const uint8_t *code)
{
	struct decode_insn i;

	return decode((uintptr_t)code, 15, &i) && i.has_modrm && i.mod == 2 &&
	       i.rm == 0 && i.map == DECODE_ONE_BYTE && i.opcode != 0x8d &&
	       !(i.rex & DECODE_REX_B);
}

/* Does a longer instruction end where the mov does? */
static int is_ambiguous(const uint8_t *code)
{
	struct decode_insn i;

	for (int k = 1; k <= TRAPPED_BEFORE - WINDOW_JUMP; k++) {
		const uint8_t *p = code + TRAPPED_BEFORE - WINDOW_JUMP - k;

		if (decode((uintptr_t)p, (size_t)(WINDOW_JUMP + k), &i) &&
		    i.length == WINDOW_JUMP + k && !would_fault(p))
			return 1;
	}
	return 0;
}

int trapped_window(const uint8_t code[TRAPPED_BEFORE + 2], uintptr_t site,
		   uint64_t rax, struct window *w)
{
	const uint8_t *mov = code + TRAPPED_BEFORE - WINDOW_JUMP;
	uintptr_t from = site - WINDOW_JUMP;
	uint32_t nr;

	memcpy(&nr, mov + 1, sizeof(nr));
	if (mov[0] != MOV_EAX || nr != rax || nr >= NUMBERS || mov[5] != 0x0f ||
	    mov[6] != 0x05)
		return 0;
	if (is_prefix(mov[-1]) || is_ambiguous(code))
		return 0;
	if (from / PAGE != (site + 1) / PAGE ||
	    from / LINE != (site - 1) / LINE)
		return 0;
	*w = (struct window){
		.size = WINDOW_JUMP, .count = 1, .nr = (int16_t)nr};
	return 1;
}
