/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * nolibc.c against libc and against the plainest implementation: patterns,
 * lists, the mem* and str* functions, what nolibc_format() makes of a string.
 * The bytes are a string, a zero, and another string.
 */
#include <string.h>

#include "base/nolibc.h"
#include "fuzz.h"

void *text_memmove(void *dst, const void *src, size_t n);
int text_memcmp(const void *a, const void *b, size_t n);
void *text_memchr(const void *s, int c, size_t n);
size_t text_strlen(const char *s);
int text_strcmp(const char *a, const char *b);
int text_strncmp(const char *a, const char *b, size_t n);
char *text_strchr(const char *s, int c);
char *text_strrchr(const char *s, int c);

static int sign(int n)
{
	return (n > 0) - (n < 0);
}

/* A row a byte of the pattern: which beginnings of name does it match? */
static int glob(const char *pattern, const char *name)
{
	size_t n = strlen(name);
	char *row = calloc(n + 1, 1);
	int result;

	row[0] = 1;
	for (; *pattern; pattern++)
		if (*pattern == '*') {
			for (size_t i = 1; i <= n; i++)
				row[i] |= row[i - 1];
		} else {
			for (size_t i = n; i > 0; i--)
				row[i] = row[i - 1] &&
					 (*pattern == '?' ||
					  *pattern == name[i - 1]);
			row[0] = 0;
		}
	result = row[n];
	free(row);
	return result;
}

static void check_list(const char *list)
{
	const char *item, *p = list, *seen = list;
	size_t n, bytes = 0, all = 0;

	while ((n = nolibc_next(&p, &item))) {
		FUZZ_CHECK(item >= seen && p == item + n);
		FUZZ_CHECK(!memchr(item, ':', n));
		seen = p;
		bytes += n;
	}
	for (p = list; *p; p++)
		all += *p != ':';
	FUZZ_CHECK(bytes == all);
}

static void check_strings(const char *a, const char *b)
{
	size_t n = strlen(a), m = strlen(b), least = n < m ? n : m;
	int c = m ? (unsigned char)b[0] : 0;

	FUZZ_CHECK(text_strlen(a) == n);
	FUZZ_CHECK(sign(text_strcmp(a, b)) == sign(strcmp(a, b)));
	for (size_t i = 0; i < least + 2 && i < 40; i++)
		FUZZ_CHECK(sign(text_strncmp(a, b, i)) ==
			   sign(strncmp(a, b, i)));
	FUZZ_CHECK(sign(text_memcmp(a, b, least)) == sign(memcmp(a, b, least)));
	FUZZ_CHECK(text_strchr(a, c) == strchr(a, c));
	FUZZ_CHECK(text_strrchr(a, c) == strrchr(a, c));
	FUZZ_CHECK(text_memchr(a, c, n) == memchr(a, c, n));
}

/* Every overlap there is, at small sizes. */
static void check_move(const uint8_t *data, size_t size)
{
	size_t from, to, n;
	uint8_t *one, *other;

	if (size < 4)
		return;
	from = data[0] % size;
	to = data[1] % size;
	n = data[2] % (size - (from > to ? from : to));
	one = malloc(size);
	other = malloc(size);
	memcpy(one, data, size);
	memcpy(other, data, size);
	memmove(one + to, one + from, n);
	text_memmove(other + to, other + from, n);
	FUZZ_CHECK(memcmp(one, other, size) == 0);
	free(one);
	free(other);
}

static void check_format(const char *a, const char *b)
{
	size_t size = strlen(b) % 40, n, m = strlen(a);
	char *ours = malloc(size + !size), theirs[40];
	long value = 0;

	memcpy(&value, a, m < sizeof(value) ? m : sizeof(value));
	n = nolibc_format(ours, size, "%s|%.*s|%lx %d%%%c", b, (int)m, a, value,
			  (int)value, a[0] ? a[0] : '-');
	if (size) {
		snprintf(theirs, size, "%s|%.*s|%lx %d%%%c", b, (int)m, a,
			 value, (int)value, a[0] ? a[0] : '-');
		FUZZ_CHECK(n < size && strlen(ours) == n);
		FUZZ_CHECK(strcmp(ours, theirs) == 0);
	}
	n = nolibc_format(ours, size, "%u %lu %zu %x %ld", (int)value, value,
			  (size_t)value, (int)value, value);
	if (size) {
		snprintf(theirs, size, "%u %lu %zu %x %ld", (int)value, value,
			 (size_t)value, (int)value, value);
		FUZZ_CHECK(n < size && strcmp(ours, theirs) == 0);
	}
	free(ours);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const uint8_t *zero = memchr(data, 0, size);
	size_t first = zero ? (size_t)(zero - data) : size;
	size_t rest = zero ? size - first - 1 : 0;
	char *a = calloc(first + 1, 1), *b = calloc(rest + 1, 1);

	memcpy(a, data, first);
	if (rest)
		memcpy(b, zero + 1, rest);
	FUZZ_CHECK(nolibc_glob(a, b) == glob(a, b));
	check_list(a);
	check_strings(a, b);
	check_move(data, size);
	check_format(a, b);
	free(a);
	free(b);
	return 0;
}
