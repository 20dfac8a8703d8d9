/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* memcpy, strlen and their like, formatting and patterns. */
#include "base/nolibc.h"

/* Unaligned words: the compiler makes single moves of these. */
typedef uint64_t __attribute__((aligned(1), may_alias)) word;
typedef uint32_t __attribute__((aligned(1), may_alias)) half;
typedef uint16_t __attribute__((aligned(1), may_alias)) quarter;

/* From here on the string instruction is faster than a loop of words. */
#define LONG_COPY 256

void *memcpy(void *restrict dst, const void *restrict src, size_t n)
{
	return memmove(dst, src, n);
}

static void copy_long(unsigned char *d, const unsigned char *s, size_t n)
{
	__asm__ volatile("rep movsb" : "+D"(d), "+S"(s), "+c"(n)::"memory");
}

/* Head and tail may overlap each other: both are read before any write. */
void *memmove(void *dst, const void *src, size_t n)
{
	unsigned char *d = dst;
	const unsigned char *s = src;

	if (n >= 8) {
		uint64_t tail = *(const word *)(s + n - 8);

		if (n <= 16) {
			uint64_t head = *(const word *)s;

			*(word *)d = head;
			*(word *)(d + n - 8) = tail;
		} else if ((uintptr_t)d - (uintptr_t)s >= n) {
			unsigned char *last = d + n - 8;

			if (n >= LONG_COPY) {
				copy_long(d, s, n);
				return dst;
			}
			for (; d < last; d += 8, s += 8)
				*(word *)d = *(const word *)s;
			*(word *)last = tail;
		} else {
			uint64_t head = *(const word *)s;

			for (; n > 8; n -= 8)
				*(word *)(d + n - 8) =
					*(const word *)(s + n - 8);
			*(word *)d = head;
		}
	} else if (n >= 4) {
		uint32_t head = *(const half *)s;
		uint32_t tail = *(const half *)(s + n - 4);

		*(half *)d = head;
		*(half *)(d + n - 4) = tail;
	} else if (n >= 2) {
		uint16_t head = *(const quarter *)s;
		uint16_t tail = *(const quarter *)(s + n - 2);

		*(quarter *)d = head;
		*(quarter *)(d + n - 2) = tail;
	} else if (n) {
		*d = *s;
	}
	return dst;
}

void *memset(void *dst, int c, size_t n)
{
	unsigned char *d = dst;

	__asm__ volatile("rep stosb" : "+D"(d), "+c"(n) : "a"(c) : "memory");
	return dst;
}

int memcmp(const void *a, const void *b, size_t n)
{
	const unsigned char *x = a, *y = b;

	for (; n >= 8 && *(const word *)x == *(const word *)y; n -= 8)
		x += 8, y += 8;
	for (; n; n--, x++, y++)
		if (*x != *y)
			return *x - *y;
	return 0;
}

/* What clang makes of a memcmp that is only compared with 0. */
int bcmp(const void *a, const void *b, size_t n)
{
	return memcmp(a, b, n);
}

void *memchr(const void *s, int c, size_t n)
{
	const unsigned char *p = s;

	for (; n; n--, p++)
		if (*p == (unsigned char)c)
			return (void *)(uintptr_t)p;
	return NULL;
}

/* By aligned words, which are within pages that the text is in. */
__attribute__((no_sanitize("address"))) size_t strlen(const char *s)
{
	const uint64_t ones = UINT64_MAX / UINT8_MAX;
	const char *p = s;
	uint64_t w, zeros;

	for (; (uintptr_t)p % sizeof(w); p++)
		if (!*p)
			return (size_t)(p - s);
	do {
		w = *(const word *)p;
		zeros = (w - ones) & ~w & (ones << 7);
		p += sizeof(w);
	} while (!zeros);
	return (size_t)(p - s) - sizeof(w) + (size_t)__builtin_ctzl(zeros) / 8;
}

int strcmp(const char *a, const char *b)
{
	while (*a && *a == *b)
		a++, b++;
	return (unsigned char)*a - (unsigned char)*b;
}

int strncmp(const char *a, const char *b, size_t n)
{
	for (; n; n--, a++, b++) {
		if (*a != *b)
			return (unsigned char)*a - (unsigned char)*b;
		if (!*a)
			break;
	}
	return 0;
}

char *strchr(const char *s, int c)
{
	for (;; s++) {
		if (*s == (char)c)
			return (char *)(uintptr_t)s;
		if (!*s)
			return NULL;
	}
}

char *strrchr(const char *s, int c)
{
	const char *last = NULL;

	do
		if (*s == (char)c)
			last = s;
	while (*s++);
	return (char *)(uintptr_t)last;
}

size_t strspn(const char *s, const char *accept)
{
	size_t n = 0;

	while (s[n] && strchr(accept, s[n]))
		n++;
	return n;
}

size_t strcspn(const char *s, const char *reject)
{
	size_t n = 0;

	while (s[n] && !strchr(reject, s[n]))
		n++;
	return n;
}

char *strpbrk(const char *s, const char *accept)
{
	s += strcspn(s, accept);
	return *s ? (char *)(uintptr_t)s : NULL;
}

char *strstr(const char *s, const char *text)
{
	size_t n = strlen(text);

	for (; *s; s++)
		if (strncmp(s, text, n) == 0)
			return (char *)(uintptr_t)s;
	return n ? NULL : (char *)(uintptr_t)s;
}

struct out {
	char *p, *end;
};

static void put_bounded(struct out *o, const char *s, size_t n)
{
	size_t room = (size_t)(o->end - o->p);

	if (n > room)
		n = room;
	memcpy(o->p, s, n);
	o->p += n;
}

static void put_number(struct out *o, uint64_t v, unsigned int base)
{
	char digits[20], *p = digits + sizeof(digits);

	do
		*--p = "0123456789abcdef"[v % base];
	while (v /= base);
	put_bounded(o, p, (size_t)(digits + sizeof(digits) - p));
}

static void put_signed(struct out *o, int64_t v)
{
	if (v < 0)
		put_bounded(o, "-", 1);
	put_number(o, v < 0 ? -(uint64_t)v : (uint64_t)v, 10);
}

size_t nolibc_vformat(char *buf, size_t size, const char *format, va_list args)
{
	struct out o = {buf, buf + (size ? size - 1 : 0)};
	const char *s;
	int is_long, precision;

	for (; *format; format++) {
		if (*format != '%') {
			put_bounded(&o, format, 1);
			continue;
		}
		precision = -1;
		is_long = 0;
		format++;
		if (format[0] == '.' && format[1] == '*') {
			precision = va_arg(args, int);
			format += 2;
		}
		if (*format == 'l' || *format == 'z')
			is_long = 1, format++;
		switch (*format) {
		case 's':
			s = va_arg(args, const char *);
			put_bounded(&o, s,
				    precision < 0 ? strlen(s)
						  : (size_t)precision);
			break;
		case 'c':
			put_bounded(&o, &(char){(char)va_arg(args, int)}, 1);
			break;
		case 'd':
			put_signed(&o, is_long ? va_arg(args, long)
					       : va_arg(args, int));
			break;
		case 'u':
			put_number(&o,
				   is_long ? va_arg(args, unsigned long)
					   : va_arg(args, unsigned int),
				   10);
			break;
		case 'x':
			put_number(&o,
				   is_long ? va_arg(args, unsigned long)
					   : va_arg(args, unsigned int),
				   16);
			break;
		case 'p':
			put_bounded(&o, "0x", 2);
			put_number(&o, (uintptr_t)va_arg(args, void *), 16);
			break;
		default:
			put_bounded(&o, format, 1);
		}
	}
	if (size)
		*o.p = '\0';
	return (size_t)(o.p - buf);
}

size_t nolibc_format(char *buf, size_t size, const char *format, ...)
{
	va_list args;
	size_t n;

	va_start(args, format);
	n = nolibc_vformat(buf, size, format, args);
	va_end(args);
	return n;
}

int nolibc_glob(const char *pattern, const char *name)
{
	const char *star = NULL, *retry = NULL;

	while (*name) {
		if (*pattern == '*') {
			star = pattern++;
			retry = name;
		} else if (*pattern == *name || *pattern == '?') {
			pattern++;
			name++;
		} else if (star) {
			pattern = star + 1;
			name = ++retry;
		} else {
			return 0;
		}
	}
	while (*pattern == '*')
		pattern++;
	return !*pattern;
}

size_t nolibc_next(const char **list, const char **item)
{
	const char *p = *list;

	while (*p == ':')
		p++;
	*item = p;
	while (*p && *p != ':')
		p++;
	*list = p;
	return (size_t)(p - *item);
}
