/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* functions.c on an object that is made here: Go's table, and symbols. */
#include <elf.h>
#include <string.h>

#include "analysis/functions/functions.h"
#include "unit.h"

#define CODE 0x1000 /* places in the object */
#define TABLE 0x2000
#define MODULE 0x3000
#define DYNAMIC 0x3800
#define SYMBOLS 0x3900
#define HASH 0x3c00
#define SIZE 0x4000
#define FUNCTIONS 3
#define RECORDS 0x100 /* behind the table's pairs */

#define GO_1_16 0xfffffffaul
#define GO_1_18 0xfffffff0ul
#define GO_1_20 0xfffffff1ul

/* Where Go's functions begin, and where the last one ends. */
static const unsigned int begins[FUNCTIONS + 1] = {0x000, 0x040, 0x100, 0x180};

static _Alignas(4096) uint8_t image[SIZE];
static struct functions object;
static uint64_t *head, *module, *offset;

static uintptr_t at(size_t place)
{
	return (uintptr_t)image + place;
}

static void make_object(void)
{
	Elf64_Ehdr *e = (Elf64_Ehdr *)(void *)image;
	Elf64_Phdr *p = (Elf64_Phdr *)(void *)(image + sizeof(*e));

	memset(image, 0, sizeof(image));
	memcpy(e->e_ident, ELFMAG, SELFMAG);
	e->e_ident[EI_CLASS] = ELFCLASS64;
	e->e_machine = EM_X86_64;
	e->e_phentsize = sizeof(*p);
	e->e_phoff = sizeof(*e);
	e->e_phnum = 3;
	p[0] = (Elf64_Phdr){
		.p_type = PT_LOAD, .p_flags = PF_R | PF_X, .p_filesz = MODULE};
	p[1] = (Elf64_Phdr){.p_type = PT_LOAD,
			    .p_flags = PF_R | PF_W,
			    .p_offset = MODULE,
			    .p_vaddr = MODULE,
			    .p_filesz = SIZE - MODULE};
	p[2] = (Elf64_Phdr){.p_type = PT_DYNAMIC,
			    .p_vaddr = DYNAMIC,
			    .p_filesz = 8 * sizeof(Elf64_Dyn)};
}

/* Pairs, and records that begin with the function again. */
static void put_pairs(uint8_t *pairs, int wide)
{
	for (size_t i = 0; i <= FUNCTIONS; i++) {
		uint64_t start = wide ? at(CODE) + begins[i] : begins[i];
		uint64_t record = RECORDS + 16 * i;
		size_t width = wide ? 8 : 4;

		memcpy(pairs + 2 * i * width, &start, width);
		if (i == FUNCTIONS)
			break;
		memcpy(pairs + (2 * i + 1) * width, &record, width);
		memcpy(pairs + record, &start, width);
	}
}

/* A table as that Go has it, and the module that refers to it. */
static void make_go(uint64_t magic)
{
	size_t before = magic == GO_1_16 ? 3 : 4;

	make_object();
	head = (uint64_t *)(void *)(image + TABLE);
	module = (uint64_t *)(void *)(image + MODULE + 0x48);
	offset = head + before;
	head[0] = magic | 0x0801ul << 48;
	head[1] = FUNCTIONS;
	head[2] = 1;
	if (before == 4)
		head[3] = at(CODE);
	for (size_t i = 0; i < 5; i++)
		offset[i] = 0x60 + 0x40 * i;
	put_pairs(image + TABLE + offset[4], before == 3);
	module[0] = at(TABLE);
	for (size_t i = 0; i < 5; i++)
		module[1 + 3 * i] = at(TABLE) + offset[i];
	module[16] = at(TABLE) + offset[4];
	module[17] = module[18] = FUNCTIONS + 1;
	module[20] = at(CODE) + begins[0];
	module[21] = at(CODE) + begins[FUNCTIONS];
	module[22] = at(CODE);
}

static void open_object(void)
{
	object = (struct functions){.elf.span = {{at(0), at(MODULE)},
						 {at(MODULE), at(SIZE)}},
				    .elf.spans = 2};
	ck_assert_int_eq(functions_open(&object, at(0)), 0);
}

/* The function around this place of the code; -1: there is none. */
static int find(size_t place, enum functions_source source)
{
	enum functions_source from;
	struct eh_function f;

	if (!functions_find(&object, at(CODE) + place, &f, &from))
		return -1;
	ck_assert_int_eq(from, source);
	ck_assert_uint_gt(f.end, at(CODE) + place);
	return (int)(f.start - at(CODE));
}

static int finds_go(void)
{
	int found;

	open_object();
	found = find(0x41, FUNCTIONS_GO) == 0x40;
	functions_close(&object);
	return found;
}

static void check_go(uint64_t magic)
{
	make_go(magic);
	open_object();
	ck_assert_int_eq(find(0x000, FUNCTIONS_GO), 0x000);
	ck_assert_int_eq(find(0x03f, FUNCTIONS_GO), 0x000);
	ck_assert_int_eq(find(0x040, FUNCTIONS_GO), 0x040);
	ck_assert_int_eq(find(0x17f, FUNCTIONS_GO), 0x100);
	ck_assert_int_eq(find(0x180, FUNCTIONS_GO), -1);
	functions_close(&object);
}

START_TEST(test_go)
{
	check_go(GO_1_16);
	check_go(GO_1_18);
	check_go(GO_1_20);
	/* the head need not say where the code is */
	make_go(GO_1_20);
	head[3] = 0;
	ck_assert_int_eq(finds_go(), 1);
}
END_TEST

/* One of the words that must be right is not. */
START_TEST(test_go_other)
{
	static const int must[] = {0, 1, 4, 7, 10, 13, 16, 17, 20, 21, 22};
	uint32_t *record;

	for (size_t i = 0; i < sizeof(must) / sizeof(must[0]); i++) {
		make_go(GO_1_20);
		module[must[i]] += 8;
		ck_assert_msg(!finds_go(), "word %d of the module", must[i]);
	}
	for (int i = 0; i < 9; i++) {
		make_go(GO_1_20);
		head[i]++;
		ck_assert_msg(i == 2 || !finds_go(), "word %d of the head", i);
	}
	make_go(GO_1_20);
	record = (uint32_t *)(void *)(image + TABLE + offset[4] + RECORDS + 16);
	ck_assert_int_eq(finds_go(), 1);
	*record += 1;
	ck_assert_msg(!finds_go(), "a record of another function");
	make_go(0xfffffffb); /* before Go 1.16 */
	ck_assert_int_eq(finds_go(), 0);
}
END_TEST

/* Whatever one of their bytes is, nothing outside of the object is read. */
START_TEST(test_go_broken)
{
	static const size_t places[] = {TABLE, MODULE + 0x48};
	enum functions_source from;
	struct eh_function f;

	for (size_t i = 0; i < 2; i++)
		for (size_t k = 0; k < 0x300; k++) {
			make_go(k % 2 ? GO_1_16 : GO_1_20);
			image[places[i] + k] ^= 0xff;
			open_object();
			for (size_t place = 0; place < 0x200; place += 0x20)
				if (functions_find(&object, at(CODE) + place,
						   &f, &from))
					ck_assert(f.start <= at(CODE) + place &&
						  f.end > at(CODE) + place);
			functions_close(&object);
		}
}
END_TEST

/* Of two tables that are right, only the one counts that the module names: the
 * other one is of a program among the constants. */
START_TEST(test_go_copy)
{
	make_go(GO_1_20);
	memcpy(image + TABLE + 0x800, image + TABLE, 0x400);
	memset(module, 0, 23 * 8);
	ck_assert_int_eq(finds_go(), 0);
	/* it is not read where it is a constant, too */
	make_go(GO_1_20);
	memcpy(image + TABLE + 0x800, module, 23 * 8);
	memset(module, 0, 23 * 8);
	ck_assert_int_eq(finds_go(), 0);
}
END_TEST

static void put_symbol(size_t i, size_t place, size_t size, int type)
{
	Elf64_Sym *s = (Elf64_Sym *)(void *)(image + SYMBOLS);

	s[i] = (Elf64_Sym){.st_value = CODE + place,
			   .st_size = size,
			   .st_info = (unsigned char)ELF64_ST_INFO(STB_GLOBAL,
								   type),
			   .st_shndx = 1};
}

/* count: of symbols; by GNU's table or by the older one. */
static void make_symbols(uint32_t count, int gnu)
{
	Elf64_Dyn *d = (Elf64_Dyn *)(void *)(image + DYNAMIC);
	uint32_t *hash = (uint32_t *)(void *)(image + HASH);

	make_object();
	d[0].d_tag = DT_SYMTAB;
	d[0].d_un.d_ptr = SYMBOLS;
	d[1].d_tag = gnu ? DT_GNU_HASH : DT_HASH;
	d[1].d_un.d_ptr = HASH;
	hash[1] = count;
	if (!gnu)
		return;
	/* a bucket with all but the first symbol, one word of the filter */
	hash[0] = hash[1] = hash[2] = hash[6] = 1;
	hash[7 + count - 2] = 1;
}

static void check_symbols(int gnu)
{
	make_symbols(7, gnu);
	put_symbol(1, 0x200, 0x20, STT_FUNC);
	put_symbol(2, 0x000, 0x40, STT_FUNC);
	put_symbol(3, 0x080, 0x00, STT_FUNC);	/* its size is not known */
	put_symbol(4, 0x100, 0x40, STT_OBJECT); /* data */
	put_symbol(5, 0x210, 0x40, STT_FUNC);	/* inside of the first */
	put_symbol(6, 0x300, 0x10, STT_NOTYPE);
	open_object();
	ck_assert_int_eq(find(0x000, FUNCTIONS_SYMBOLS), 0x000);
	ck_assert_int_eq(find(0x03f, FUNCTIONS_SYMBOLS), 0x000);
	ck_assert_int_eq(find(0x20f, FUNCTIONS_SYMBOLS), 0x200);
	ck_assert_int_eq(find(0x210, FUNCTIONS_SYMBOLS), 0x210);
	/* gaps, and what is no function */
	ck_assert_int_eq(find(0x040, FUNCTIONS_SYMBOLS), -1);
	ck_assert_int_eq(find(0x07f, FUNCTIONS_SYMBOLS), -1);
	ck_assert_int_eq(find(0x080, FUNCTIONS_SYMBOLS), -1);
	ck_assert_int_eq(find(0x108, FUNCTIONS_SYMBOLS), -1);
	ck_assert_int_eq(find(0x300, FUNCTIONS_SYMBOLS), -1);
	ck_assert_int_eq(find(0x250, FUNCTIONS_SYMBOLS), -1);
	functions_close(&object);
}

START_TEST(test_symbols)
{
	check_symbols(0);
	check_symbols(1);
}
END_TEST

/* Tables that lead out of the object, or say that they are larger than that. */
START_TEST(test_symbols_broken)
{
	uint32_t *hash = (uint32_t *)(void *)(image + HASH);
	Elf64_Dyn *d = (Elf64_Dyn *)(void *)(image + DYNAMIC);

	make_symbols(100000, 0);
	put_symbol(1, 0x000, 0x40, STT_FUNC);
	put_symbol(2, 0x040, 0x100000, STT_FUNC);
	open_object();
	ck_assert_int_eq(find(0x000, FUNCTIONS_SYMBOLS), 0x000);
	ck_assert_int_eq(find(0x040, FUNCTIONS_SYMBOLS), -1);
	functions_close(&object);
	for (int i = 0; i < 9; i++) {
		make_symbols(3, 1);
		put_symbol(1, 0x000, 0x40, STT_FUNC);
		hash[i] = 0xffffffff;
		open_object();
		find(0x000, FUNCTIONS_SYMBOLS);
		functions_close(&object);
	}
	make_symbols(3, 0);
	d[0].d_un.d_ptr = SIZE - 8;
	open_object();
	ck_assert_int_eq(find(0x000, FUNCTIONS_SYMBOLS), -1);
	functions_close(&object);
}
END_TEST

int main(void)
{
	return unit_run("functions", (const TTest *const[]){
					     test_go,
					     test_go_other,
					     test_go_copy,
					     test_go_broken,
					     test_symbols,
					     test_symbols_broken,
					     NULL,
				     });
}
