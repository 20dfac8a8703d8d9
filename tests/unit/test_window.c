/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Which call sites may become jumps: window.S, and all of libc and ld.so. */
#include <link.h>
#include <string.h>
#include <sys/mman.h>

#include "analysis/functions/functions.h"
#include "analysis/insn.h"
#include "analysis/patchable.h"
#include "loaded.h"
#include "unit.h"

#define SITES 2000

static struct loaded own, libc, loader;

static void collect(const struct dl_phdr_info *info, struct loaded *o)
{
	loaded_collect(info, o);
	if (functions_open(&o->object, o->object.elf.span[0].start))
		o->start = o->end = 0;
}

static int visit(struct dl_phdr_info *info, size_t size, void *data)
{
	(void)size;
	(void)data;
	if (!info->dlpi_name[0] && !own.object.elf.spans)
		collect(info, &own);
	else if (strstr(info->dlpi_name, "/libc.so"))
		collect(info, &libc);
	else if (strstr(info->dlpi_name, "/ld-linux"))
		collect(info, &loader);
	return 0;
}

/* The whole of a verdict: no branch of the object leads into it either. */
static struct patchable_site judge(const char *site)
{
	struct insn_function f = {0};
	struct patchable_site s;

	patchable_judge(&own.object, &f, (uintptr_t)site, &s);
	patchable_branches(&own.object, &s, 1);
	return s;
}

/* By the address behind the site: the site's own, in our code, would be one
 * that leads into a tight window. */
__attribute__((noinline)) static struct patchable_site
judge_behind(const char *behind)
{
	return judge((const char *)((uintptr_t)behind - 2));
}

#define EXPECT(name, verdict)                                                  \
	do {                                                                   \
		extern char name##_behind[];                                   \
		struct patchable_site s = judge_behind(name##_behind);         \
                                                                               \
		ck_assert_msg(s.jump == (verdict), "%s: %s", #name,            \
			      patchable_text(s.jump));                         \
	} while (0)

#define EXPECT_WINDOW(name, bytes, instructions, number)                       \
	do {                                                                   \
		extern char name##_behind[];                                   \
		struct patchable_site s = judge_behind(name##_behind);         \
                                                                               \
		ck_assert_msg(s.jump == PATCHABLE_PATCHED, "%s: %s", #name,    \
			      patchable_text(s.jump));                         \
		ck_assert_msg(s.window.size == (bytes) &&                      \
				      s.window.count == (instructions) &&      \
				      s.window.nr == (number),                 \
			      "%s: %d bytes, %d instructions, number %d",      \
			      #name, s.window.size, s.window.count,            \
			      s.window.nr);                                    \
	} while (0)

START_TEST(test_numbers)
{
	EXPECT_WINDOW(number, 5, 1, 39);
	EXPECT_WINDOW(number_wide, 7, 1, 110);
	EXPECT_WINDOW(number_zero, 7, 2, 0);
	EXPECT_WINDOW(number_before_argument, 7, 2, 39);
	EXPECT_WINDOW(number_cleared_other, 8, 2, 39);
	EXPECT_WINDOW(number_too_great, 5, 1, -1);
	EXPECT_WINDOW(number_negative, 7, 1, -1);
	EXPECT_WINDOW(number_half, 9, 2, -1);
	EXPECT_WINDOW(number_byte, 7, 2, -1);
	EXPECT_WINDOW(number_low_byte, 7, 2, -1);
	EXPECT_WINDOW(number_overwritten, 7, 2, -1);
	EXPECT_WINDOW(number_added_to, 8, 2, -1);
	EXPECT_WINDOW(number_maybe, 8, 2, -1);
	EXPECT_WINDOW(number_elsewhere, 6, 1, -1);
	EXPECT_WINDOW(number_cleared_half, 8, 2, -1);
}
END_TEST

START_TEST(test_movable)
{
	EXPECT_WINDOW(stack_argument, 5, 1, -1);
	EXPECT_WINDOW(vector, 7, 2, -1);
	EXPECT_WINDOW(five_short, 6, 3, -1);
	EXPECT_WINDOW(address, 7, 1, -1);
	EXPECT_WINDOW(load, 7, 1, -1);
	EXPECT_WINDOW(compare, 7, 1, -1);
	EXPECT_WINDOW(store, 10, 1, -1);
	EXPECT_WINDOW(jump_short, 5, 2, -1);
	EXPECT_WINDOW(jump_long, 6, 1, -1);
}
END_TEST

START_TEST(test_fixed)
{
	EXPECT(fixed_push, PATCHABLE_FIXED);
	EXPECT(fixed_pop, PATCHABLE_FIXED);
	EXPECT(fixed_sub_rsp, PATCHABLE_FIXED);
	EXPECT(fixed_lea_rsp, PATCHABLE_FIXED);
	EXPECT(fixed_mov_rsp, PATCHABLE_FIXED);
	EXPECT(fixed_spl, PATCHABLE_FIXED);
	EXPECT(fixed_call, PATCHABLE_FIXED);
	EXPECT(fixed_call_register, PATCHABLE_FIXED);
	EXPECT(fixed_jmp, PATCHABLE_FIXED);
	EXPECT(fixed_jmp_register, PATCHABLE_FIXED);
	EXPECT(fixed_ret, PATCHABLE_FIXED);
	EXPECT(fixed_rep, PATCHABLE_FIXED);
	EXPECT(fixed_xadd, PATCHABLE_FIXED);
	EXPECT(fixed_int3, PATCHABLE_FIXED);
	EXPECT(fixed_hlt, PATCHABLE_FIXED);
	EXPECT(fixed_loop, PATCHABLE_FIXED);
	EXPECT(fixed_jrcxz, PATCHABLE_FIXED);
	EXPECT(fixed_popf, PATCHABLE_FIXED);
	EXPECT(fixed_syscall, PATCHABLE_FIXED);
	EXPECT(fixed_vex, PATCHABLE_FIXED);
	EXPECT(fixed_xchg, PATCHABLE_FIXED);
	EXPECT(fixed_leave, PATCHABLE_FIXED);
	EXPECT(fixed_address_size, PATCHABLE_FIXED);
}
END_TEST

START_TEST(test_short_and_tight)
{
	EXPECT(short_none, PATCHABLE_SHORT);
	EXPECT(short_two, PATCHABLE_SHORT);
	EXPECT_WINDOW(tight_three, 3, 1, -1);
	EXPECT_WINDOW(tight_four, 4, 1, -1);
	EXPECT_WINDOW(tight_two, 4, 2, -1);
	EXPECT_WINDOW(tight_behind_push, 3, 1, -1);
}
END_TEST

START_TEST(test_branches)
{
	EXPECT(entered_short, PATCHABLE_ENTERED);
	EXPECT_WINDOW(tight_second, 4, 2, -1);
	EXPECT_WINDOW(at_start, 6, 3, -1);
	EXPECT_WINDOW(entered_site, 6, 3, -1);
	EXPECT_WINDOW(one_site, 5, 1, 39);
	/* the verdict is that on the longer one */
	EXPECT(tight_site, PATCHABLE_FIXED);
	EXPECT(entered_back, PATCHABLE_ENTERED);
	EXPECT(entered_neighbour, PATCHABLE_ENTERED);
	EXPECT_WINDOW(far_start, 6, 3, -1);
}
END_TEST

/* What only a look at the whole object tells. */
START_TEST(test_long_branches)
{
	extern char entered_jmp_site[], entered_call_site[], entered_jcc_site[],
		number_site[];
	char *const sites[] = {number_site, entered_jmp_site, entered_call_site,
			       entered_jcc_site};
	struct patchable_site s[4];

	for (int i = 0; i < 4; i++) {
		struct insn_function f = {0};

		patchable_judge(&own.object, &f, (uintptr_t)sites[i], &s[i]);
		ck_assert_int_eq(s[i].jump, PATCHABLE_PATCHED);
	}
	patchable_branches(&own.object, s, 4);
	ck_assert_int_eq(s[0].jump, PATCHABLE_PATCHED);
	for (int i = 1; i < 4; i++)
		ck_assert_int_eq(s[i].jump, PATCHABLE_ENTERED);
}
END_TEST

START_TEST(test_tables_and_landing_pads)
{
	EXPECT(entered_table, PATCHABLE_ENTERED);
	EXPECT_WINDOW(one_table, 5, 1, 39);
	EXPECT(unreached, PATCHABLE_UNREACHED);
	EXPECT(through_word, PATCHABLE_ENTERED);
	EXPECT(entered_cold, PATCHABLE_ENTERED);
	EXPECT(entered_landing, PATCHABLE_ENTERED);
	EXPECT_WINDOW(one_landing, 5, 1, 39);
}
END_TEST

START_TEST(test_restorer)
{
	EXPECT_WINDOW(restorer, 7, 1, 15);
	EXPECT(restorer_other, PATCHABLE_FIXED);
}
END_TEST

/* --- moved and run ---------------------------------------------------------
 */

typedef long (*piece)(long);

/* The window of the site, moved, and tail behind it. */
static piece moved(const char *site, const void *tail, size_t n)
{
	static uint8_t *page;
	struct patchable_site s = judge(site);
	uintptr_t from = s.addr - s.window.size;
	struct window_moved m;

	if (!page) /* above the program is its heap, and room */
		page = mmap((void *)((uintptr_t)own.end + (64ul << 20)), 4096,
			    PROT_READ | PROT_WRITE | PROT_EXEC,
			    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	ck_assert_int_eq(s.jump, PATCHABLE_PATCHED);
	memset(page, 0xcc, 256);
	ck_assert_int_eq(window_move(from, s.window.size, page, 64,
				     (uintptr_t)page, &m),
			 0);
	ck_assert_int_eq(m.count, s.window.count);
	ck_assert_int_eq(m.from[0], 0);
	ck_assert_int_eq(m.to[0], 0);
	for (size_t i = m.size; i < 256; i++)
		ck_assert_uint_eq(page[i], 0xcc);
	memcpy(page + m.size, tail, n);
	return (piece)(uintptr_t)page;
}

#define MOVED(name, tail) moved(name##_site, tail, sizeof(tail) - 1)

extern char address_site[], load_site[], compare_site[], store_site[],
	jump_short_site[], jump_long_site[], number_site[];

START_TEST(test_moved_data)
{
	extern long window_word;

	ck_assert_int_eq(MOVED(address, "\xc3")(0), (long)&window_word);
	ck_assert_int_eq(MOVED(load, "\xc3")(0), 7);
	/* sete %al; movzbl %al,%eax; ret */
	ck_assert_int_eq(MOVED(compare, "\x0f\x94\xc0\x0f\xb6\xc0\xc3")(0), 1);
	MOVED(store, "\xc3")(0);
	ck_assert_int_eq(window_word, 8);
	ck_assert_int_eq(MOVED(compare, "\x0f\x94\xc0\x0f\xb6\xc0\xc3")(0), 0);
}
END_TEST

/* x has been compared with 1 when the piece begins. */
static long compared(piece p, long x)
{
	long ret;

	__asm__ volatile("lea -128(%%rsp), %%rsp\n\t"
			 "cmp $1, %[x]\n\t"
			 "call *%[p]\n\t"
			 "lea 128(%%rsp), %%rsp"
			 : "=&a"(ret)
			 : [p] "r"(p), [x] "r"(x)
			 : "memory", "cc");
	return ret;
}

START_TEST(test_moved_jumps)
{
	/* mov $1,%eax; ret */
	ck_assert_int_eq(MOVED(jump_short, "\xb8\x01\0\0\0\xc3")(1), 1);
	ck_assert_int_eq(MOVED(jump_short, "\xb8\x01\0\0\0\xc3")(0), 2);
	ck_assert_int_eq(compared(MOVED(jump_long, "\xb8\x01\0\0\0\xc3"), 1),
			 1);
	ck_assert_int_eq(compared(MOVED(jump_long, "\xb8\x01\0\0\0\xc3"), 2),
			 2);
}
END_TEST

/* Out of reach, or out of room: refused. */
START_TEST(test_not_moved)
{
	uint8_t code[64];
	struct window_moved m;
	uintptr_t load = (uintptr_t)load_site - 7;
	uintptr_t far = load + (3ul << 30);

	ck_assert_int_ne(window_move(load, 7, code, 64, far, &m), 0);
	ck_assert_int_ne(window_move((uintptr_t)jump_short_site - 5, 5, code,
				     64, far, &m),
			 0);
	ck_assert_int_eq(window_move((uintptr_t)number_site - 5, 5, code, 64,
				     far, &m),
			 0);
	for (size_t room = 0; room < 5; room++)
		ck_assert_int_ne(window_move((uintptr_t)number_site - 5, 5,
					     code, room, far, &m),
				 0);
	/* a short jump grows by four bytes */
	ck_assert_int_ne(window_move((uintptr_t)jump_short_site - 5, 5, code, 8,
				     (uintptr_t)jump_short_site, &m),
			 0);
	ck_assert_int_eq(window_move((uintptr_t)jump_short_site - 5, 5, code, 9,
				     (uintptr_t)jump_short_site, &m),
			 0);
	ck_assert_int_eq(m.to[1], 3);
	ck_assert_int_eq(m.size, 9);
}
END_TEST

/* --- libc and the loader -----------------------------------------------------
 */

/* Percent of the instructions that may become jumps. */
static size_t share(const char *name, const struct loaded *o)
{
	static struct patchable_site sites[SITES];
	const uint8_t *end = (const uint8_t *)o->end;
	const uint8_t *p = insn_scan((const uint8_t *)o->start, end);
	struct functions object = o->object;
	struct insn_function f = {0};
	size_t count[PATCHABLE_VERDICTS] = {0}, n = 0, all;

	for (; p && n < SITES; p = insn_scan(p + 2, end))
		patchable_judge(&object, &f, (uintptr_t)p, &sites[n++]);
	patchable_branches(&object, sites, n);
	for (size_t i = 0; i < n; i++)
		count[sites[i].jump]++;
	all = n - count[PATCHABLE_NOT_CODE];
	printf("%s: %zu of %zu sites may jump", name, count[PATCHABLE_PATCHED],
	       all);
	for (int i = PATCHABLE_PATCHED + 1; i < PATCHABLE_VERDICTS; i++)
		if (count[i] && i != PATCHABLE_NOT_CODE)
			printf("; %zu %s", count[i], patchable_text(i));
	puts("");
	return all ? count[PATCHABLE_PATCHED] * 100 / all : 0;
}

START_TEST(test_share)
{
	ck_assert_uint_ge(share("libc", &libc), 90);
	share("the loader", &loader);
}
END_TEST

int main(void)
{
	dl_iterate_phdr(visit, NULL);
	if (!own.end || !libc.end) {
		printf("own object or libc has no .eh_frame_hdr\n");
		return EXIT_FAILURE;
	}
	return unit_run("window", (const TTest *const[]){
					  test_numbers,
					  test_movable,
					  test_fixed,
					  test_short_and_tight,
					  test_branches,
					  test_long_branches,
					  test_tables_and_landing_pads,
					  test_restorer,
					  test_moved_data,
					  test_moved_jumps,
					  test_not_moved,
					  test_share,
					  NULL,
				  });
}
