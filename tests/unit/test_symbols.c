/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* The names of this program's own functions, from its file and from memory. */
#include <link.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#include "analysis/functions/elf_parts.h"
#include "base/gate.h"
#include "thread/memory.h"
#include "unwind/symbols.h"
#include "unit.h"

size_t memory_copy_in(void *dst, uintptr_t src, size_t n)
{
	const struct iovec own = {dst, n}, other = {(void *)src, n};
	ssize_t done = process_vm_readv(getpid(), &own, 1, &other, 1, 0);

	return done > 0 ? (size_t)done : 0;
}

#define EXPORTED __attribute__((visibility("default")))

/* One address, three names; only their addresses are of use. */
EXPORTED int ___symbols_test(int n);
EXPORTED int ___symbols_test(int n)
{
	return n * 3;
}
EXPORTED __attribute__((alias("___symbols_test"))) int _symbols_test(int n);
EXPORTED __attribute__((weak, alias("___symbols_test"))) int
symbols_test(int n);

static __attribute__((noinline)) int hidden_test(int n)
{
	return n * 5;
}

/* The program's own: path, bias, .dynamic, build id. */
static int describe(struct dl_phdr_info *info, size_t size, void *data)
{
	struct symbols_source *s = data;
	const uint8_t *id;
	struct stat st;

	(void)size;
	ck_assert_int_eq(stat("/proc/self/exe", &st), 0);
	*s = (struct symbols_source){.path = "/proc/self/exe",
				     .dev = st.st_dev,
				     .inode = st.st_ino,
				     .bias = info->dlpi_addr};
	for (int i = 0; i < info->dlpi_phnum; i++) {
		const ElfW(Phdr) *p = &info->dlpi_phdr[i];
		uintptr_t at = info->dlpi_addr + p->p_vaddr;

		if (p->p_type == PT_DYNAMIC) {
			s->dynamic = at;
			s->dynamic_end = at + p->p_memsz;
		}
		if (p->p_type == PT_NOTE && !s->build_id_size &&
		    (id = elf_build_id((const uint8_t *)at, p->p_memsz,
				       &s->build_id_size)))
			memcpy(s->build_id, id, s->build_id_size);
	}
	return 1;
}

static struct symbols_source source;
static struct symbols symbols;

static void load(const char *path)
{
	dl_iterate_phdr(describe, &source);
	source.path = path;
	symbols_load(&symbols, &source);
}

/* As objects.c does it. */
static int find_name(const struct symbols *s, uint64_t value, char *name,
		     size_t size, uint64_t *start)
{
	return symbols_name(s, symbols_find(s, value), name, size, start);
}

static const char *name_of(int (*fn)(int), unsigned int offset)
{
	static char name[64];
	uint64_t start, value = (uintptr_t)fn - source.bias;

	if (!find_name(&symbols, value + offset, name, sizeof(name), &start))
		return "";
	ck_assert_uint_eq(start, value);
	return name;
}

static void check_exported(void)
{
	ck_assert_str_eq(name_of(___symbols_test, 0), "symbols_test");
	ck_assert_str_eq(name_of(___symbols_test, 1), "symbols_test");
}

START_TEST(test_file)
{
	load("/proc/self/exe");
	check_exported();
	ck_assert_ptr_ne(symbols.file, NULL);
	ck_assert_str_eq(name_of(hidden_test, 2), "hidden_test");
	symbols_forget(&symbols);
	ck_assert_str_eq(name_of(hidden_test, 2), "");
}
END_TEST

/* Another file has come to stand there: the names are those in memory. */
START_TEST(test_other_file)
{
	static const char *const other[] = {"/nowhere", "/", "/dev/null",
					    "/bin/sh", "[vdso]"};

	for (size_t i = 0; i < sizeof(other) / sizeof(other[0]); i++) {
		load(other[i]);
		check_exported();
		ck_assert_ptr_eq(symbols.file, NULL);
		ck_assert_str_eq(name_of(hidden_test, 2), "");
		symbols_forget(&symbols);
	}
}
END_TEST

/* A copy is as good, by its build id; without one it has to be the file. */
START_TEST(test_copy)
{
	char path[] = "/tmp/zpoline-symbols-XXXXXX", command[128];
	int fd = mkstemp(path);

	ck_assert_int_ge(fd, 0);
	close(fd);
	snprintf(command, sizeof(command), "cp /proc/%d/exe %s", getpid(),
		 path);
	ck_assert_int_eq(system(command), 0);
	load(path);
	if (source.build_id_size)
		ck_assert_str_eq(name_of(hidden_test, 2), "hidden_test");
	symbols_forget(&symbols);
	dl_iterate_phdr(describe, &source);
	source.path = path;
	source.build_id_size = 0;
	symbols_load(&symbols, &source);
	ck_assert_ptr_eq(symbols.file, NULL);
	symbols_forget(&symbols);
	/* cut short */
	ck_assert_int_eq(truncate(path, 5000), 0);
	load(path);
	check_exported();
	unlink(path);
}
END_TEST

/* Sizes: within, none, and a function in the middle of another. */
START_TEST(test_sizes)
{
	static const char names[] = "\0outer\0part\0open\0end";
	struct symbols_entry entry[] = {
		{.value = 0x100, .name = 1, .size = 0x100},
		{.value = 0x140, .name = 7, .size = 0x10},
		{.value = 0x300, .name = 12, .size = 0},
		{.value = 0x340, .name = 17, .size = 8},
	};
	const struct {
		uint64_t value;
		const char *name;
	} expected[] = {
		{0xff, ""},	  {0x100, "outer"}, {0x13f, "outer"},
		{0x140, "part"},  {0x14f, "part"},  {0x150, "outer"},
		{0x1ff, "outer"}, {0x200, ""},	    {0x300, "open"},
		{0x33f, "open"},  {0x340, "end"},   {0x347, "end"},
		{0x348, ""},
	};
	const struct symbols s = {.loaded = 1,
				  .entry = entry,
				  .count = 4,
				  .names = (uintptr_t)names,
				  .names_size = sizeof(names)};
	char name[16];
	uint64_t start;

	for (size_t i = 0; i < sizeof(expected) / sizeof(expected[0]); i++) {
		find_name(&s, expected[i].value, name, sizeof(name), &start);
		ck_assert_msg(strcmp(name, expected[i].name) == 0,
			      "%lx: %s, not %s", expected[i].value, name,
			      expected[i].name);
	}
	find_name(&s, 0x100, name, 4, &start);
	ck_assert_str_eq(name, "out");
}
END_TEST

int main(void)
{
	gate_bootstrap();
	return unit_run("symbols", (const TTest *const[]){
					   test_file,
					   test_other_file,
					   test_copy,
					   test_sizes,
					   NULL,
				   });
}
