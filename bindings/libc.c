/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "libc.h"

#include <ctype.h>
#include <locale.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "hook.h"
#include "kernel.h"
#include "tables/tables.h"

/* The only names from outside: see lua-symbols.txt. */
#pragma GCC diagnostic ignored "-Wmissing-prototypes"

static locale_t c_locale;

/* --- numbers as text, always in the C locale --------------------------- */

#define X87_ROUNDING 0x0c00
#define X87_PENDING 0x80

/*
 * libc rounds what it reads and writes as the x87's control word says, which is
 * the program's: to nearest from here on. Returns how it was, 0: like that. An
 * exception that is pending there would arrive with the new word.
 */
static uint16_t round_to_nearest(void)
{
	uint16_t word, status, nearest;

	__asm__ volatile("fnstcw %0" : "=m"(word));
	if (!(word & X87_ROUNDING))
		return 0;
	__asm__ volatile("fnstsw %0" : "=m"(status));
	if (status & X87_PENDING)
		return 0;
	nearest = word & (uint16_t)~X87_ROUNDING;
	__asm__ volatile("fldcw %0" : : "m"(nearest));
	return word;
}

static void round_as_before(uint16_t word)
{
	if (word)
		__asm__ volatile("fldcw %0" : : "m"(word));
}

double libc_strtod(const char *s, char **end)
{
	uint16_t rounding = round_to_nearest();
	double value = strtod_l(s, end, c_locale);

	round_as_before(rounding);
	return value;
}

/* uselocale() is a store to a thread-local pointer: no lock, no call. */
static int format(char *buf, size_t size, const char *text, va_list args)
{
	locale_t before = uselocale(c_locale);
	uint16_t rounding = round_to_nearest();
	int n = vsnprintf(buf, size, text, args);

	round_as_before(rounding);
	uselocale(before);
	return n;
}

__attribute__((format(printf, 3, 4))) int libc_snprintf(char *buf, size_t size,
							const char *text, ...)
{
	va_list args;
	int n;

	va_start(args, text);
	n = format(buf, size, text, args);
	va_end(args);
	return n;
}

__attribute__((format(printf, 5, 6))) int
libc_snprintf_chk(char *buf, size_t size, int flag, size_t room,
		  const char *text, ...)
{
	va_list args;
	int n;

	(void)flag;
	(void)room;
	va_start(args, text);
	n = format(buf, size, text, args);
	va_end(args);
	return n;
}

struct lconv *libc_localeconv(void)
{
	static char point[] = ".";
	static struct lconv c = {.decimal_point = point};

	return &c;
}

/* --- characters: the C locale's, whatever the program chose ------------ */

const unsigned short **libc_ctype_b_loc(void)
{
	return &c_locale->__ctype_b;
}

const int32_t **libc_ctype_tolower_loc(void)
{
	return &c_locale->__ctype_tolower;
}

const int32_t **libc_ctype_toupper_loc(void)
{
	return &c_locale->__ctype_toupper;
}

int libc_tolower(int c)
{
	return c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c;
}

int libc_toupper(int c)
{
	return c >= 'a' && c <= 'z' ? c - ('a' - 'A') : c;
}

/* Byte order, as in the C locale. */
int libc_strcoll(const char *a, const char *b)
{
	return strcmp(a, b);
}

/* --- streams: there are none; what Lua prints goes to the log ---------- */

void *libc_no_stream, *libc_log_stream, *libc_error_stream;

void *libc_fopen(const char *path, const char *mode)
{
	(void)path;
	(void)mode;
	return NULL;
}

void *libc_freopen(const char *path, const char *mode, void *stream)
{
	(void)path;
	(void)mode;
	(void)stream;
	return NULL;
}

int libc_fclose(void *stream)
{
	(void)stream;
	return EOF;
}

int libc_feof(void *stream)
{
	(void)stream;
	return 1;
}

int libc_ferror(void *stream)
{
	(void)stream;
	return 0;
}

int libc_fflush(void *stream)
{
	(void)stream;
	return 0;
}

char *libc_fgets(char *buf, int size, void *stream)
{
	(void)buf;
	(void)size;
	(void)stream;
	return NULL;
}

size_t libc_fread(void *buf, size_t size, size_t count, void *stream)
{
	(void)buf;
	(void)size;
	(void)count;
	(void)stream;
	return 0;
}

int libc_getc(void *stream)
{
	(void)stream;
	return EOF;
}

int libc_uflow(void *stream)
{
	return libc_getc(stream);
}

int libc_ungetc(int c, void *stream)
{
	(void)c;
	(void)stream;
	return EOF;
}

size_t libc_fwrite(const void *buf, size_t size, size_t count, void *stream)
{
	(void)stream;
	hook_log(buf, size * count);
	return count;
}

int libc_fputs(const char *s, void *stream)
{
	(void)stream;
	hook_log(s, strlen(s));
	return 0;
}

int libc_fputc(int c, void *stream)
{
	char byte = (char)c;

	(void)stream;
	hook_log(&byte, 1);
	return c;
}

static void log_formatted(const char *text, va_list args)
{
	char buf[1024];
	int n = format(buf, sizeof(buf), text, args);

	if (n > 0)
		hook_log(buf,
			 (size_t)n < sizeof(buf) ? (size_t)n : sizeof(buf) - 1);
}

__attribute__((format(printf, 2, 3))) int libc_fprintf(void *stream,
						       const char *text, ...)
{
	va_list args;

	(void)stream;
	va_start(args, text);
	log_formatted(text, args);
	va_end(args);
	return 0;
}

__attribute__((format(printf, 3, 4))) int
libc_fprintf_chk(void *stream, int flag, const char *text, ...)
{
	va_list args;

	(void)stream;
	(void)flag;
	va_start(args, text);
	log_formatted(text, args);
	va_end(args);
	return 0;
}

/* --- the rest ---------------------------------------------------------- */

void *libc_memcpy_chk(void *dst, const void *src, size_t n, size_t room)
{
	(void)room;
	return memcpy(dst, src, n);
}

char *libc_strcpy_chk(char *dst, const char *src, size_t room)
{
	(void)room;
	memcpy(dst, src, strlen(src) + 1);
	return dst;
}

const char *libc_strerror(int err)
{
	const char *name = tables_errno_name(err);

	return name ? name : "unknown error";
}

time_t libc_time(time_t *t)
{
	time_t now = (time_t)kernel_call("time", 0);

	if (t)
		*t = now;
	return now;
}

clock_t libc_clock(void)
{
	struct timespec now = {0, 0};

	kernel_call("clock_gettime", CLOCK_PROCESS_CPUTIME_ID,
		    kernel_pointer(&now));
	return now.tv_sec * CLOCKS_PER_SEC + now.tv_nsec / 1000;
}

char *libc_getenv(const char *name)
{
	(void)name;
	return NULL;
}

void libc_abort(void)
{
	hook_abort();
}

/* luaL_newstate's allocator, which is not used: lua_newstate has ours. */
void *libc_realloc(void *p, size_t n)
{
	(void)p;
	(void)n;
	return NULL;
}

void libc_free(void *p)
{
	(void)p;
}

void libc_open(void)
{
	c_locale = newlocale(LC_ALL_MASK, "C", (locale_t)0);
}
