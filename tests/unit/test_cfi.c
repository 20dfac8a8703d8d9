/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* One function, whose unwind table each test writes, and a stack. */
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

#include "thread/memory.h"
#include "unwind/cfi.h"
#include "unwind/dwarf_expr.h"
#include "unit.h"

/* What may not be there: as the kernel reads it. */
size_t memory_copy_in(void *dst, uintptr_t src, size_t n)
{
	const struct iovec own = {dst, n}, other = {(void *)src, n};
	ssize_t done = process_vm_readv(getpid(), &own, 1, &other, 1, 0);

	return done > 0 ? (size_t)done : 0;
}

int memory_peek(uintptr_t addr, uint64_t *word)
{
	return memory_copy_in(word, addr, 8) == 8 ? 0 : -14;
}

#define FUNCTION 0x10000 /* from the header; there is no code */
#define SIZE 0x100

static struct {
	uint8_t header[12]; /* and one pair */
	int32_t pair[2];
	uint8_t cie[32];
	uint8_t fde[128];
} table;

static uint64_t r[CFI_REGISTERS], stack[32];

static void put32(uint8_t *at, uint32_t value)
{
	memcpy(at, &value, 4);
}

/* The header and a CIE: the CFA is rsp + 8, the return address below it. */
static void begin(const char *letters)
{
	static const uint8_t head[] = {1, 0x1b, 0x03, 0x3b};
	static const uint8_t initial[] = {0x0c, 7, 8, 0x90, 1};
	uint8_t *p = table.cie;

	memset(&table, 0, sizeof(table));
	memcpy(table.header, head, sizeof(head));
	put32(table.header + 8, 1);
	table.pair[0] = FUNCTION;
	table.pair[1] = (int32_t)(table.fde - table.header);
	put32(p, sizeof(table.cie) - 4);
	p[8] = 1;
	strcpy((char *)p + 9, letters);
	p += 9 + strlen(letters) + 1;
	*p++ = 1;
	*p++ = 0x78; /* -8 */
	*p++ = 16;
	*p++ = 1;
	*p++ = 0x1b; /* pcrel, sdata4 */
	memcpy(p, initial, sizeof(initial));
}

static void function(const uint8_t *code, size_t size)
{
	uint8_t *p = table.fde;

	put32(p, sizeof(table.fde) - 4);
	put32(p + 4, (uint32_t)(p + 4 - table.cie));
	put32(p + 8, (uint32_t)((uintptr_t)table.header + FUNCTION -
				(uintptr_t)(p + 8)));
	put32(p + 12, SIZE);
	memcpy(p + 17, code, size);
	for (size_t i = 0; i < 32; i++)
		stack[i] = 0x1000 + i;
	for (size_t i = 0; i < CFI_REGISTERS; i++)
		r[i] = 0x2000 + i;
	r[CFI_RSP] = (uintptr_t)stack;
}

#define PROGRAM(...)                                                           \
	function((const uint8_t[]){__VA_ARGS__},                               \
		 sizeof((const uint8_t[]){__VA_ARGS__}))

static unsigned int briefs; /* steps that have that form */

static enum cfi_result step_at(unsigned int offset)
{
	uint64_t again[CFI_REGISTERS];
	struct cfi_brief brief = {.count = 0};
	enum cfi_result result;
	uintptr_t pc = (uintptr_t)table.header + FUNCTION + offset;
	struct cfi_function f;

	ck_assert_int_eq(cfi_find((uintptr_t)table.header, pc, &f), 1);
	memcpy(again, r, sizeof(again));
	result = cfi_step(&f, pc, r, &brief);
	/* in short it is the same */
	if (brief.count && result == CFI_STEPPED) {
		ck_assert_int_eq(cfi_step_again(&brief, again), result);
		ck_assert_int_eq(memcmp(again, r, sizeof(r)), 0);
		briefs++;
	}
	return result;
}

START_TEST(test_find)
{
	uintptr_t start = (uintptr_t)table.header + FUNCTION;
	struct cfi_function f;

	begin("zR");
	PROGRAM(0);
	ck_assert_int_eq(cfi_find((uintptr_t)table.header, start, &f), 1);
	ck_assert_uint_eq(f.own.start, start);
	ck_assert_uint_eq(f.own.end, start + SIZE);
	ck_assert_int_eq(f.own.signal, 0);
	ck_assert_int_eq(cfi_find((uintptr_t)table.header, start - 1, &f), 0);
	ck_assert_int_eq(cfi_find((uintptr_t)table.header, start + SIZE, &f),
			 0);
	ck_assert_int_eq(cfi_find(8, start, &f), 0);
	begin("zRS");
	PROGRAM(0);
	ck_assert_int_eq(cfi_find((uintptr_t)table.header, start, &f), 1);
	ck_assert_int_eq(f.own.signal, 1);
	begin("zX");
	PROGRAM(0);
	ck_assert_int_eq(cfi_find((uintptr_t)table.header, start, &f), 0);
}
END_TEST

/* A row holds from its address on. */
START_TEST(test_rows)
{
	for (unsigned int at = 0; at < 8; at++) {
		begin("zR");
		PROGRAM(0x42, 0x0e, 16, 0x86, 2, /* 2: push %rbp */
			0x43, 0x0d, 6,		 /* 5: mov %rsp, %rbp */
			0x02, 2, 0x0c, 7, 8, 0xc6 /* 7: leave */);
		if (at >= 5 && at < 7)
			r[CFI_RBP] = (uintptr_t)(stack + 4);
		ck_assert_int_eq(step_at(at), CFI_STEPPED);
		ck_assert_uint_gt(briefs, 0);
		if (at < 2 || at == 7) {
			ck_assert_uint_eq(r[CFI_RIP], 0x1000);
			ck_assert_uint_eq(r[CFI_RBP], 0x2006);
			ck_assert_uint_eq(r[CFI_RSP], (uintptr_t)(stack + 1));
		} else if (at < 5) {
			ck_assert_uint_eq(r[CFI_RIP], 0x1001);
			ck_assert_uint_eq(r[CFI_RBP], 0x1000);
			ck_assert_uint_eq(r[CFI_RSP], (uintptr_t)(stack + 2));
		} else {
			ck_assert_uint_eq(r[CFI_RIP], 0x1005);
			ck_assert_uint_eq(r[CFI_RBP], 0x1004);
		}
		ck_assert_uint_eq(r[CFI_RBX], 0x2003);
	}
}
END_TEST

START_TEST(test_rules)
{
	begin("zR");
	PROGRAM(0x0e, 64,	  /* CFA: rsp + 64 */
		0x05, 3, 2,	  /* rbx at CFA - 16 */
		0x11, 12, 3,	  /* r12 at CFA - 24 */
		0x14, 13, 1,	  /* r13 is CFA - 8 */
		0x15, 14, 0x7f,	  /* r14 is CFA + 8 */
		0x09, 15, 8,	  /* r15 is in r8 */
		0x07, 6, 0x08, 8, /* rbp: undefined; r8: the same */
		0x2e, 40, 0x05, 40, 9 /* arguments; a vector register */);
	ck_assert_int_eq(step_at(0), CFI_STEPPED);
	ck_assert_uint_eq(r[CFI_RSP], (uintptr_t)(stack + 8));
	ck_assert_uint_eq(r[CFI_RIP], 0x1007);
	ck_assert_uint_eq(r[CFI_RBX], 0x1006);
	ck_assert_uint_eq(r[CFI_R12], 0x1005);
	ck_assert_uint_eq(r[CFI_R13], (uintptr_t)(stack + 7));
	ck_assert_uint_eq(r[CFI_R14], (uintptr_t)(stack + 9));
	ck_assert_uint_eq(r[CFI_R15], 0x2008);
	ck_assert_uint_eq(r[CFI_R8], 0x2008);
}
END_TEST

START_TEST(test_remembered)
{
	begin("zR");
	PROGRAM(0x0e, 16, 0x0a, 0x0e, 32, 0x83, 2, 0x41, 0x0b);
	ck_assert_int_eq(step_at(0), CFI_STEPPED);
	ck_assert_uint_eq(r[CFI_RIP], 0x1003);
	ck_assert_uint_eq(r[CFI_RBX], 0x1002);
	PROGRAM(0x0e, 16, 0x0a, 0x0e, 32, 0x83, 2, 0x41, 0x0b);
	ck_assert_int_eq(step_at(1), CFI_STEPPED);
	ck_assert_uint_eq(r[CFI_RIP], 0x1001);
	ck_assert_uint_eq(r[CFI_RBX], 0x2003);
	PROGRAM(0x0b);
	ck_assert_int_eq(step_at(0), CFI_BAD);
	PROGRAM(0x0a, 0x0a, 0x0a, 0x0a, 0x0a, 0x0a, 0x0a, 0x0a, 0x0a);
	ck_assert_int_eq(step_at(0), CFI_BAD);
}
END_TEST

/* As in a procedure linkage table: the second push of an entry has been done
 * from its eleventh byte on. */
START_TEST(test_linkage_table)
{
	for (unsigned int at = 0; at < 16; at++) {
		unsigned int slot = at >= 11;

		begin("zR");
		PROGRAM(0x0f, 11, 0x77, 8, 0x80, 0, 0x3f, 0x1a, 0x3b, 0x2a,
			0x33, 0x24, 0x22);
		r[CFI_RIP] = 0x7000 + at;
		ck_assert_int_eq(step_at(0), CFI_STEPPED);
		ck_assert_uint_eq(r[CFI_RIP], 0x1000 + slot);
	}
}
END_TEST

/* As a signal's restorer: each register in the context on the stack. */
START_TEST(test_signal)
{
	begin("zRS");
	PROGRAM(0x0f, 3, 0x77, 8, 0x06, /* the CFA: what is at rsp + 8 */
		0x10, 16, 2, 0x77, 24, 0x10, 3, 2, 0x77, 32, 0x16, 12, 2, 0x77,
		40);
	stack[1] = 0x5550;
	ck_assert_int_eq(step_at(0), CFI_STEPPED);
	ck_assert_uint_eq(r[CFI_RSP], 0x5550);
	ck_assert_uint_eq(r[CFI_RIP], 0x1003);
	ck_assert_uint_eq(r[CFI_RBX], 0x1004);
	ck_assert_uint_eq(r[CFI_R12], (uintptr_t)(stack + 5));
}
END_TEST

START_TEST(test_ends)
{
	begin("zR");
	PROGRAM(0x07, 16);
	ck_assert_int_eq(step_at(0), CFI_OUTERMOST);
	PROGRAM(0x08, 16); /* its own caller */
	ck_assert_int_eq(step_at(0), CFI_BAD);
	PROGRAM(0x3f);
	ck_assert_int_eq(step_at(0), CFI_BAD);
	PROGRAM(0x0f, 100); /* longer than what there is */
	ck_assert_int_eq(step_at(0), CFI_BAD);
	PROGRAM(0x0d, 40); /* by a vector register */
	ck_assert_int_eq(step_at(0), CFI_BAD);
	PROGRAM(0);
	r[CFI_RSP] = 8; /* not mapped */
	ck_assert_int_eq(step_at(0), CFI_BAD);
}
END_TEST

/* --- expressions ------------------------------------------------------------
 */

static int value_of(const uint8_t *bytes, size_t size, uint64_t *value)
{
	static const uint64_t first = 100;
	const struct expression e = {(uintptr_t)bytes, (uintptr_t)bytes + size};

	for (size_t i = 0; i < CFI_REGISTERS; i++)
		r[i] = 0x2000 + i;
	return dwarf_expr_value(e, r, &first, value);
}

#define IS(expected, ...)                                                      \
	do {                                                                   \
		static const uint8_t bytes[] = {__VA_ARGS__};                  \
		uint64_t value = 0;                                            \
                                                                               \
		ck_assert_int_eq(value_of(bytes, sizeof(bytes), &value), 0);   \
		ck_assert_int_eq((int64_t)value, expected);                    \
	} while (0)

#define FAILS(...)                                                             \
	do {                                                                   \
		static const uint8_t bytes[] = {__VA_ARGS__};                  \
		uint64_t value;                                                \
                                                                               \
		ck_assert_int_ne(value_of(bytes, sizeof(bytes), &value), 0);   \
	} while (0)

START_TEST(test_constants)
{
	IS(100, 0x96);
	IS(0, 0x30);
	IS(31, 0x4f);
	IS(255, 0x08, 0xff);
	IS(-1, 0x09, 0xff);
	IS(0xfffe, 0x0a, 0xfe, 0xff);
	IS(-2, 0x0b, 0xfe, 0xff);
	IS(0xfffffffe, 0x0c, 0xfe, 0xff, 0xff, 0xff);
	IS(-2, 0x0d, 0xfe, 0xff, 0xff, 0xff);
	IS(-2, 0x0f, 0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff);
	IS(0x1234, 0x03, 0x34, 0x12, 0, 0, 0, 0, 0, 0);
	IS(300, 0x10, 0xac, 0x02);
	IS(-128, 0x11, 0x80, 0x7f);
	IS(0x2007 - 8, 0x77, 0x78);
	IS(0x2010 + 1, 0x92, 16, 1);
	FAILS(0x92, 17, 0);
	FAILS(0x8f, 0);
	FAILS(0x08);
	FAILS(0xff);
}
END_TEST

START_TEST(test_stack)
{
	IS(200, 0x12, 0x22);
	IS(100, 0x35, 0x13);
	IS(100, 0x35, 0x14);
	IS(5, 0x35, 0x16, 0x13);
	IS(100, 0x35, 0x36, 0x15, 2);
	IS(5, 0x35, 0x36, 0x17); /* 6 100 5 */
	IS(100, 0x35, 0x36, 0x17, 0x13);
	IS(6, 0x35, 0x36, 0x17, 0x13, 0x13);
	FAILS(0x13);
	FAILS(0x13, 0x13);
	FAILS(0x14);
	FAILS(0x16);
	FAILS(0x22);
	FAILS(0x35, 0x17);
	FAILS(0x15, 1);
	FAILS(0x06); /* nothing is mapped at 100 */
}
END_TEST

START_TEST(test_arithmetic)
{
	IS(95, 0x35, 0x1c);
	IS(500, 0x35, 0x1e);
	IS(33, 0x33, 0x1b);
	IS(-33, 0x09, 0xfd, 0x1b);
	IS(-100, 0x09, 0xff, 0x1b);
	IS(1, 0x33, 0x1d);
	IS(4, 0x35, 0x1a);
	IS(101, 0x35, 0x21);
	IS(97, 0x35, 0x27);
	IS(-100, 0x1f);
	IS(100, 0x1f, 0x19);
	IS(~100, 0x20);
	IS(400, 0x32, 0x24);
	IS(25, 0x32, 0x25);
	IS(-25, 0x1f, 0x32, 0x26);
	IS(-1, 0x1f, 0x08, 200, 0x26);
	IS(0, 0x08, 64, 0x24);
	IS(400, 0x23, 0xac, 0x02);
	FAILS(0x30, 0x1b);
	FAILS(0x30, 0x1d);
}
END_TEST

START_TEST(test_comparisons)
{
	IS(0, 0x35, 0x29);
	IS(1, 0x35, 0x2a);
	IS(1, 0x35, 0x2b);
	IS(0, 0x35, 0x2c);
	IS(0, 0x35, 0x2d);
	IS(1, 0x35, 0x2e);
	IS(1, 0x09, 0xff, 0x2b); /* signed */
}
END_TEST

START_TEST(test_jumps)
{
	IS(2, 0x2f, 1, 0, 0x31, 0x32);
	IS(1, 0x31, 0x28, 1, 0, 0x32, 0x31);
	/* 100 down to 0, three instructions a round */
	IS(0, 0x31, 0x1c, 0x12, 0x28, 0xfa, 0xff);
	FAILS(0x2f, 0xfd, 0xff); /* for ever */
	FAILS(0x2f, 0xfc, 0xff);
	FAILS(0x2f, 1, 0);
}
END_TEST

START_TEST(test_memory)
{
	uint8_t bytes[] = {0x03, 0, 0, 0, 0, 0, 0, 0, 0, 0x94, 2};
	uint64_t word = 0x1122334455667788, value = 0;
	uintptr_t at = (uintptr_t)&word;

	memcpy(bytes + 1, &at, sizeof(at));
	ck_assert_int_eq(value_of(bytes, sizeof(bytes), &value), 0);
	ck_assert_uint_eq(value, 0x7788);
	bytes[9] = 0x06;
	ck_assert_int_eq(value_of(bytes, 10, &value), 0);
	ck_assert_uint_eq(value, word);
	bytes[9] = 0x94, bytes[10] = 9;
	ck_assert_int_ne(value_of(bytes, sizeof(bytes), &value), 0);
}
END_TEST

int main(void)
{
	return unit_run("cfi", (const TTest *const[]){
				       test_find,
				       test_rows,
				       test_rules,
				       test_remembered,
				       test_linkage_table,
				       test_signal,
				       test_ends,
				       test_constants,
				       test_stack,
				       test_arithmetic,
				       test_comparisons,
				       test_jumps,
				       test_memory,
				       NULL,
			       });
}
