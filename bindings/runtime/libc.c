/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * What the Lua archive gets in place of libc, where libc would lock, allocate,
 * write to the program's streams or follow the program's locale. The names are
 * given to the archive at build time (lua-symbols.txt). mem* and str* come
 * from the core, numbers as text from musl's archive (math-symbols.txt).
 */
#include <ctype.h>
#include <locale.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <wchar.h>

#include "bindings/runtime/kernel.h"
#include "hooks/hook.h"
#include "tables/tables.h"

/* The only names from outside: see lua-symbols.txt. */
#pragma GCC diagnostic ignored "-Wmissing-prototypes"

/* --- characters: the C locale's, whatever the program chose ------------ */

#define IN(c, from, to) ((c) >= (from) && (c) <= (to))
#define IS_UPPER(c) IN(c, 'A', 'Z')
#define IS_LOWER(c) IN(c, 'a', 'z')
#define IS_DIGIT(c) IN(c, '0', '9')
#define IS_ALNUM(c) (IS_UPPER(c) || IS_LOWER(c) || IS_DIGIT(c))
#define IS_XDIGIT(c) (IS_DIGIT(c) || IN(c, 'A', 'F') || IN(c, 'a', 'f'))
#define BIT(is, bit) ((is) ? (bit) : 0)

#define LOWER(c) (IS_UPPER(c) ? (c) + ('a' - 'A') : (c))
#define UPPER(c) (IS_LOWER(c) ? (c) - ('a' - 'A') : (c))
#define BITS(c)                                                                \
	(BIT(IS_UPPER(c), _ISupper) | BIT(IS_LOWER(c), _ISlower) |             \
	 BIT(IS_UPPER(c) || IS_LOWER(c), _ISalpha) |                           \
	 BIT(IS_DIGIT(c), _ISdigit) | BIT(IS_XDIGIT(c), _ISxdigit) |           \
	 BIT(IS_ALNUM(c), _ISalnum) |                                          \
	 BIT((c) == ' ' || IN(c, '\t', '\r'), _ISspace) |                      \
	 BIT((c) == ' ' || (c) == '\t', _ISblank) |                            \
	 BIT(IN(c, ' ', '~'), _ISprint) | BIT(IN(c, '!', '~'), _ISgraph) |     \
	 BIT(IN(c, '!', '~') && !IS_ALNUM(c), _ISpunct) |                      \
	 BIT(IN(c, 0, 31) || (c) == 127, _IScntrl))

/* From -128 on. */
#define FOUR(of, c) of(c), of((c) + 1), of((c) + 2), of((c) + 3)
#define SIXTEEN(of, c)                                                         \
	FOUR(of, c), FOUR(of, (c) + 4), FOUR(of, (c) + 8), FOUR(of, (c) + 12)
#define SOME(of, c)                                                            \
	SIXTEEN(of, c), SIXTEEN(of, (c) + 16), SIXTEEN(of, (c) + 32),          \
		SIXTEEN(of, (c) + 48)
#define ALL(of)                                                                \
	SOME(of, -128), SOME(of, -64), SOME(of, 0), SOME(of, 64),              \
		SOME(of, 128), SOME(of, 192)

static const unsigned short char_bits[] = {ALL(BITS)};
static const int32_t char_lower[] = {ALL(LOWER)}, char_upper[] = {ALL(UPPER)};

const unsigned short **libc_ctype_b_loc(void)
{
	static const unsigned short *at = char_bits + 128;

	return &at;
}

const int32_t **libc_ctype_tolower_loc(void)
{
	static const int32_t *at = char_lower + 128;

	return &at;
}

const int32_t **libc_ctype_toupper_loc(void)
{
	static const int32_t *at = char_upper + 128;

	return &at;
}

int libc_tolower(int c)
{
	return LOWER(c);
}

int libc_toupper(int c)
{
	return UPPER(c);
}

/* --- numbers as text, always in the C locale --------------------------- */

/*
 * They are reckoned on the x87, whose registers may be in the program's use, as
 * may be those of MMX, and whose control word is the program's.
 */
struct x87 {
	unsigned char state[108];
};

static void x87_save(struct x87 *x87)
{
	__asm__ volatile("fnsave %0" : "=m"(*x87));
}

static void x87_restore(const struct x87 *x87)
{
	__asm__ volatile("frstor %0" : : "m"(*x87));
}

/* musl's, whose pointers have all their digits. */
static int write_formatted(char *buf, size_t size, const char *text,
			   va_list args)
{
	char as_number[32];
	size_t n = strlen(text);

	if (n && text[n - 1] == 'p' && n < sizeof(as_number) - 2) {
		as_number[0] = '%';
		as_number[1] = '#';
		memcpy(as_number + 2, text + 1, n - 2);
		memcpy(as_number + n, "lx", 3);
		text = as_number;
	}
	return vsnprintf(buf, size, text, args);
}

double libc_strtod(const char *s, char **end)
{
	struct x87 x87;
	double value;

	x87_save(&x87);
	value = strtod(s, end);
	x87_restore(&x87);
	return value;
}

/* Lua's formats have one conversion, at the end, or none of floats. */
static int has_float(const char *text)
{
	size_t n = strlen(text);

	return n && strchr("aAeEfFgG", text[n - 1]);
}

/* What nearly all of Lua's numbers are. */
static int write_integer(char *buf, size_t size, long long value)
{
	char digits[24], *at = digits + sizeof(digits);
	unsigned long long rest = value < 0 ? -(unsigned long long)value
					    : (unsigned long long)value;
	size_t n;

	*--at = '\0';
	do
		*--at = (char)('0' + rest % 10);
	while ((rest /= 10) != 0);
	if (value < 0)
		*--at = '-';
	n = (size_t)(digits + sizeof(digits) - 1 - at);
	if (n < size)
		memcpy(buf, at, n + 1);
	return (int)n;
}

static int format_text(char *buf, size_t size, const char *text, va_list args)
{
	struct x87 x87;
	int n;

	if (size >= sizeof(long long) * 3 && strcmp(text, "%lld") == 0)
		return write_integer(buf, size, va_arg(args, long long));
	if (!has_float(text))
		return write_formatted(buf, size, text, args);
	x87_save(&x87);
	n = write_formatted(buf, size, text, args);
	x87_restore(&x87);
	return n;
}

__attribute__((format(printf, 3, 4))) int libc_snprintf(char *buf, size_t size,
							const char *text, ...)
{
	va_list args;
	int n;

	va_start(args, text);
	n = format_text(buf, size, text, args);
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
	n = format_text(buf, size, text, args);
	va_end(args);
	return n;
}

struct lconv *libc_localeconv(void)
{
	static char point[] = ".";
	static struct lconv c = {.decimal_point = point};

	return &c;
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
	int n = format_text(buf, sizeof(buf), text, args);

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

/* --- what musl's functions would want of its libc ----------------------- */

/* Nobody looks at it. */
int *libc_errno_location(void)
{
	static int number;

	return &number;
}

int libc_lock(void *stream)
{
	(void)stream;
	return 0;
}

void libc_unlock(void *stream)
{
	(void)stream;
}

/* To write out at exit what is in buffers. */
void libc_exit_needed(void)
{
}

int libc_wctomb(char *to, wchar_t c)
{
	(void)to;
	(void)c;
	return -1;
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
	time_t now = (time_t)kernel_call(time, 0);

	if (t)
		*t = now;
	return now;
}

clock_t libc_clock(void)
{
	struct timespec now = {0, 0};

	kernel_call(clock_gettime, CLOCK_PROCESS_CPUTIME_ID,
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

void libc_stack_chk_fail(void)
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
