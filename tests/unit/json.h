/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Is a text JSON? For the tests of src/decode. */
#ifndef JSON_H
#define JSON_H

#include <stddef.h>
#include <string.h>

/* Each takes one thing from *at on. 0: there is none. */
static int json_value(const char **at, const char *end, int depth);

static int json_take(const char **at, const char *end, const char *text)
{
	size_t n = strlen(text);

	if ((size_t)(end - *at) < n || memcmp(*at, text, n) != 0)
		return 0;
	*at += n;
	return 1;
}

/* Bytes behind the first one of a character of UTF-8, and what may be the first
 * of these. -1: it begins none. */
static int json_follow(unsigned char c, unsigned char *low, unsigned char *high)
{
	*low = 0x80;
	*high = 0xbf;
	if (c < 0x80)
		return 0;
	if (c >= 0xc2 && c <= 0xdf)
		return 1;
	if (c == 0xe0)
		*low = 0xa0;
	if (c == 0xed)
		*high = 0x9f;
	if (c == 0xf0)
		*low = 0x90;
	if (c == 0xf4)
		*high = 0x8f;
	if (c >= 0xe0 && c <= 0xef)
		return 2;
	return c >= 0xf0 && c <= 0xf4 ? 3 : -1;
}

static int json_character(const char **at, const char *end)
{
	unsigned char low, high;
	int n = json_follow((unsigned char)**at, &low, &high);

	if (n < 0 || end - *at <= n)
		return 0;
	for (++*at; n > 0; n--, ++*at) {
		unsigned char c = (unsigned char)**at;

		if (c < low || c > high)
			return 0;
		low = 0x80;
		high = 0xbf;
	}
	return 1;
}

static int json_escape(const char **at, const char *end)
{
	++*at;
	if (*at == end)
		return 0;
	if (**at != 'u')
		return strchr("\"\\/bfnrt", *(*at)++) != NULL;
	for (int i = 0; i < 4; i++)
		if (++*at == end || !strchr("0123456789abcdefABCDEF", **at) ||
		    !**at)
			return 0;
	++*at;
	return 1;
}

static int json_string(const char **at, const char *end)
{
	if (!json_take(at, end, "\""))
		return 0;
	while (*at < end && **at != '"') {
		if ((unsigned char)**at < 0x20)
			return 0;
		if (**at == '\\' ? !json_escape(at, end)
				 : !json_character(at, end))
			return 0;
	}
	return json_take(at, end, "\"");
}

static int json_integer(const char **at, const char *end)
{
	const char *from;

	json_take(at, end, "-");
	for (from = *at; *at < end && **at >= '0' && **at <= '9'; ++*at)
		;
	return *at > from && (*from != '0' || *at == from + 1);
}

static int json_members(const char **at, const char *end, int depth)
{
	do {
		if (!json_string(at, end) || !json_take(at, end, ":") ||
		    !json_value(at, end, depth))
			return 0;
	} while (json_take(at, end, ","));
	return 1;
}

static int json_list(const char **at, const char *end, int depth)
{
	do {
		if (!json_value(at, end, depth))
			return 0;
	} while (json_take(at, end, ","));
	return 1;
}

static int json_value(const char **at, const char *end, int depth)
{
	if (depth > 100 || *at == end)
		return 0;
	if (json_take(at, end, "{}") || json_take(at, end, "[]") ||
	    json_take(at, end, "null") || json_take(at, end, "true"))
		return 1;
	if (json_take(at, end, "{"))
		return json_members(at, end, depth + 1) &&
		       json_take(at, end, "}");
	if (json_take(at, end, "["))
		return json_list(at, end, depth + 1) && json_take(at, end, "]");
	return **at == '"' ? json_string(at, end) : json_integer(at, end);
}

/* n bytes: an object's members, or nothing. */
static inline int json_is_members(const char *text, size_t n)
{
	const char *at = text;

	return n == 0 || (json_members(&at, text + n, 0) && at == text + n);
}

/* n bytes: one value. */
static inline int json_is_value(const char *text, size_t n)
{
	const char *at = text;

	return json_value(&at, text + n, 0) && at == text + n;
}

#endif
