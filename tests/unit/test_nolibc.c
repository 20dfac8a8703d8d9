/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Bytes, strings and formatting without libc, compared with plain loops. */
#include <stdint.h>

#include "base/nolibc.h"
#include "unit.h"

#define ROOM 600

/* Byte by byte, for comparison. */
static void slow_copy(unsigned char *d, const unsigned char *s, size_t n)
{
	unsigned char copy[ROOM];
	volatile unsigned char *to = d;

	for (size_t i = 0; i < n; i++)
		copy[i] = s[i];
	for (size_t i = 0; i < n; i++)
		to[i] = copy[i];
}

static size_t first_difference(const unsigned char *a, const unsigned char *b)
{
	size_t i = 0;

	while (i < sizeof(unsigned char[2 * ROOM]) && a[i] == b[i])
		i++;
	return i;
}

/* All sizes around the limits of the cases, all overlaps. */
START_TEST(test_memmove)
{
	unsigned char a[2 * ROOM], b[2 * ROOM];

	for (size_t n = 0; n <= 300; n++) {
		for (size_t shift = 0; shift <= 40; shift++) {
			for (size_t i = 0; i < sizeof(a); i++)
				a[i] = b[i] = (unsigned char)(i * 7);
			memmove(a + shift, a + 20, n);
			slow_copy(b + shift, b + 20, n);
			ck_assert_msg(first_difference(a, b) == sizeof(a),
				      "n %zu shift %zu at %zu", n, shift,
				      first_difference(a, b));
		}
	}
}
END_TEST

START_TEST(test_memcmp)
{
	unsigned char a[40] = {0}, b[40] = {0};

	for (size_t i = 0; i < sizeof(a); i++) {
		ck_assert_int_eq(memcmp(a, b, sizeof(a)), 0);
		b[i] = 0x80;
		ck_assert_int_lt(memcmp(a, b, sizeof(a)), 0);
		ck_assert_int_gt(memcmp(b, a, sizeof(a)), 0);
		ck_assert_int_eq(memcmp(a, b, i), 0);
		b[i] = 0;
	}
}
END_TEST

START_TEST(test_format)
{
	char buf[64];

	ck_assert_uint_eq(nolibc_format(buf, sizeof(buf), "%s=%d %u 0x%lx %c%%",
					"x", -5, 7u, 0xdeadbeeful, 'c'),
			  20);
	ck_assert_str_eq(buf, "x=-5 7 0xdeadbeef c%");
	nolibc_format(buf, sizeof(buf), "[%.*s] %ld", 2, "abc", INT64_MIN);
	ck_assert_str_eq(buf, "[ab] -9223372036854775808");
	ck_assert_uint_eq(nolibc_format(buf, 4, "%s", "abcdef"), 3);
	ck_assert_str_eq(buf, "abc");
}
END_TEST

START_TEST(test_glob)
{
	ck_assert(nolibc_glob("libc.so.*", "libc.so.6"));
	ck_assert(nolibc_glob("*", ""));
	ck_assert(nolibc_glob("/usr/*/lib?.so", "/usr/lib/x/liba.so"));
	ck_assert(!nolibc_glob("libc.so", "libc.so.6"));
	ck_assert(!nolibc_glob("?", ""));
	ck_assert(nolibc_glob("a*b*c", "aXbbYc"));
	ck_assert(!nolibc_glob("a*b*c", "aXbbYd"));
}
END_TEST

START_TEST(test_list)
{
	const char *list = ":a::bc:", *item;

	ck_assert_uint_eq(nolibc_next(&list, &item), 1);
	ck_assert(item[0] == 'a');
	ck_assert_uint_eq(nolibc_next(&list, &item), 2);
	ck_assert(item[0] == 'b');
	ck_assert_uint_eq(nolibc_next(&list, &item), 0);
}
END_TEST

int main(void)
{
	return unit_run("nolibc", (const TTest *const[]){
					  test_memmove,
					  test_memcmp,
					  test_format,
					  test_glob,
					  test_list,
					  NULL,
				  });
}
