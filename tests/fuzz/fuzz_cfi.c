/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * cfi.c and dwarf_expr.c on an unwind table that may be anybody's. The bytes
 * are what is mapped: an .eh_frame_hdr if they begin with one; else the FDE's
 * instructions, behind a table of ours. Registers point into them. Nothing
 * else is read, and each step ends.
 */
#include "unwind/cfi.h"

#include <string.h>

#include "thread/memory.h"
#include "unwind/dwarf_expr.h"
#include "fuzz.h"

static uintptr_t start, end;

size_t memory_copy_in(void *dst, uintptr_t src, size_t n)
{
	if (src < start || src >= end)
		return 0;
	if (n > end - src)
		n = end - src;
	memcpy(dst, (const void *)src, n);
	return n;
}

int memory_peek(uintptr_t addr, uint64_t *word)
{
	return memory_copy_in(word, addr, 8) == 8 ? 0 : -14;
}

static void fill(uint64_t registers[CFI_REGISTERS])
{
	for (size_t i = 0; i < CFI_REGISTERS; i++)
		registers[i] = start + i * 8;
}

static void step_at(uintptr_t pc)
{
	uint64_t registers[CFI_REGISTERS];
	struct cfi_function f;

	if (!cfi_find(start, pc, &f))
		return;
	FUZZ_CHECK(f.own.start <= pc && pc < f.own.end);
	FUZZ_CHECK(f.common.code <= f.common.code_end &&
		   f.own.code <= f.own.code_end);
	fill(registers);
	FUZZ_CHECK(cfi_step(&f, pc, registers, NULL) <= CFI_BAD);
}

static void run_program(size_t size)
{
	const struct cfi_function f = {
		.own = {.start = start,
			.end = start + 256,
			.code = start + size / 2,
			.code_end = end},
		.common = {.encoding = 0x1b,
			   .code_unit = 1,
			   .data_unit = -8,
			   .code = start,
			   .code_end = start + size / 2},
	};
	const struct expression e = {start, end};
	uint64_t registers[CFI_REGISTERS], value;

	fill(registers);
	for (uintptr_t offset = 0; offset < 256; offset += 51) {
		cfi_step(&f, start + offset, registers, NULL);
		fill(registers);
	}
	dwarf_expr_value(e, registers, &registers[0], &value);
	dwarf_expr_value(e, registers, NULL, &value);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	uint8_t *bytes = malloc(size + !size);

	memcpy(bytes, data, size);
	start = (uintptr_t)bytes;
	end = start + size;
	for (uintptr_t pc = start - 4096; pc < start + 4096; pc += 16)
		step_at(pc);
	run_program(size);
	free(bytes);
	return 0;
}
