/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* trapped.c: each of its conditions, by code that breaks it alone. */
#include "analysis/trapped.h"

#include <string.h>

#include "unit.h"

#define PLACE 0x401020ul /* of a site, in the middle of a page and a line */

static struct window w;

/* size bytes of code end at the site, behind `ret`s. */
static int judge_at(const char *bytes, size_t size, uintptr_t site,
		    uint64_t rax)
{
	uint8_t code[TRAPPED_BEFORE + 2];

	memset(code, 0xc3, sizeof(code));
	memcpy(code + TRAPPED_BEFORE - size, bytes, size);
	code[TRAPPED_BEFORE] = 0x0f;
	code[TRAPPED_BEFORE + 1] = 0x05;
	return trapped_window(code, site, rax, &w);
}

#define JUDGE(bytes, rax) judge_at(bytes, sizeof(bytes) - 1, PLACE, rax)
#define MOV "\xb8\x27\x00\x00\x00" /* mov $39,%eax */

START_TEST(test_good)
{
	ck_assert(JUDGE(MOV, 39));
	ck_assert_int_eq(w.size, 5);
	ck_assert_int_eq(w.count, 1);
	ck_assert_int_eq(w.nr, 39);
	ck_assert(JUDGE("\x48\x89\xdf" MOV, 39)); /* mov %rbx,%rdi */
	ck_assert(JUDGE("\x89\xc7" MOV, 39));	  /* mov %eax,%edi */
	ck_assert(JUDGE("\xb8\xfa\x0f\x00\x00", 4090));
}
END_TEST

START_TEST(test_other_bytes)
{
	uint8_t code[TRAPPED_BEFORE + 2] = {0};

	/* mov $39,%ecx; rax is another; a number for which there is no stub */
	ck_assert(!JUDGE("\xb9\x27\x00\x00\x00", 39));
	ck_assert(!JUDGE(MOV, 40));
	ck_assert(!JUDGE(MOV, 1ul << 32 | 39));
	ck_assert(!JUDGE("\xb8\xfb\x0f\x00\x00", 4091));
	/* no syscall */
	memcpy(code + TRAPPED_BEFORE - 5, MOV "\xcd\x80", 7);
	ck_assert(!trapped_window(code, PLACE, 39, &w));
}
END_TEST

START_TEST(test_prefixes)
{
	char bytes[] = "?" MOV;

	for (int prefix = 0x40; prefix <= 0x4f; prefix++) {
		bytes[0] = (char)prefix;
		ck_assert_msg(!JUDGE(bytes, 39), "%x", prefix);
	}
	ck_assert(!JUDGE("\x66" MOV, 39));
	ck_assert(!JUDGE("\x0f" MOV, 39));
	ck_assert(!JUDGE("\xf2" MOV, 39));
	ck_assert(!JUDGE("\xf3" MOV, 39));
}
END_TEST

/* The bytes end a longer instruction, which leaves rax alone or sets it. */
START_TEST(test_longer)
{
	ck_assert(!JUDGE("\xc7\x45" MOV, 39));	   /* movl $39,-72(%rbp) */
	ck_assert(!JUDGE("\xc7\x44\x24" MOV, 39)); /* movl $39,-72(%rsp) */
	ck_assert(!JUDGE("\x81\x7d" MOV, 39));	   /* cmpl $39,-72(%rbp) */
	ck_assert(!JUDGE("\x69\x45" MOV, 39));	   /* imul $39,-72(%rbp),%eax */
	ck_assert(!JUDGE("\x8d" MOV, 39));	   /* lea 39(%rax),%edi */
	ck_assert(!JUDGE("\x8d\x84" MOV, 39)); /* lea 39(%rax,%rdi,4),%eax */
	ck_assert(!JUDGE("\x8b\x84" MOV, 39)); /* mov 39(%rax,%rdi,4),%eax */
	/* with rax = 39 that one would have met a fault: mov 39(%rax),%edi */
	ck_assert(JUDGE("\x8b" MOV, 39));
}
END_TEST

START_TEST(test_place)
{
	for (uintptr_t at = 0; at < 4096; at++) {
		uintptr_t site = 0x402000 + at, store = trapped_store(site);
		int one_page = at >= 5 && at + 1 < 4096;
		int one_line = (site - 5) / 64 == (site - 1) / 64;

		ck_assert_msg(judge_at(MOV, 5, site, 39) ==
				      (one_page && one_line),
			      "at %lx", site);
		if (!one_line)
			continue;
		ck_assert(store <= site - 5 && store + TRAPPED_STORE >= site);
		ck_assert(store / 64 == (store + TRAPPED_STORE - 1) / 64);
	}
}
END_TEST

int main(void)
{
	return unit_run("trapped", (const TTest *const[]){
					   test_good,
					   test_other_bytes,
					   test_prefixes,
					   test_longer,
					   test_place,
					   NULL,
				   });
}
