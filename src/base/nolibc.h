/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Bytes and strings without libc: usable in any context, general registers
 * only. The mem* and str* names are the standard ones, hidden, so that what
 * the compiler emits and what the Lua archive calls ends here as well.
 */
#ifndef NOLIBC_H
#define NOLIBC_H

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

void *memcpy(void *restrict dst, const void *restrict src, size_t n);
void *memmove(void *dst, const void *src, size_t n);
void *memset(void *dst, int c, size_t n);
int memcmp(const void *a, const void *b, size_t n);
int bcmp(const void *a, const void *b, size_t n);
void *memchr(const void *s, int c, size_t n);
size_t strlen(const char *s);
int strcmp(const char *a, const char *b);
int strncmp(const char *a, const char *b, size_t n);
char *strchr(const char *s, int c);
char *strrchr(const char *s, int c);
size_t strspn(const char *s, const char *accept);
size_t strcspn(const char *s, const char *reject);
char *strpbrk(const char *s, const char *accept);
char *strstr(const char *s, const char *text);

/*
 * Format into buf, always terminated when size > 0; returns the length that
 * was written. Knows %s %d %u %x (int), %ld %lu %lx, %zu, %p, %c, %%, and
 * %.*s for bytes that end elsewhere.
 */
size_t nolibc_format(char *buf, size_t size, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
size_t nolibc_vformat(char *buf, size_t size, const char *format, va_list args)
	__attribute__((format(printf, 3, 0)));

/* Does name match pattern? `*` stands for any bytes, `?` for one. */
int nolibc_glob(const char *pattern, const char *name);

/*
 * The next item of a colon-separated list. *list moves behind it; an empty
 * item is skipped. Returns its length and sets *item, or 0 at the end.
 */
size_t nolibc_next(const char **list, const char **item);

#endif
