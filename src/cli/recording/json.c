/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Steps through JSON in place. */
#include "cli/recording/json.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/common/message.h"

#define DEPTH 32

static const char hex[] = "0123456789abcdefABCDEF";

static const char *skip_blanks(const char *p)
{
	return p + strspn(p, " \t\r\n");
}

/* --- where a value ends ------------------------------------------------------
 */

static const char *string_end(const char *p)
{
	for (p++; *p != '"'; p++) {
		if ((unsigned char)*p < ' ')
			return NULL;
		if (*p != '\\')
			continue;
		if (!*++p || !strchr("\"\\/bfnrtu", *p))
			return NULL;
		if (*p == 'u' && strspn(p + 1, hex) < 4)
			return NULL;
	}
	return p + 1;
}

/* A number, true, false or null. */
static const char *bare_end(const char *p)
{
	size_t n = strspn(p, "+-.0123456789abcdefghijklmnopqrstuvwxyzE");

	return n ? p + n : NULL;
}

static const char *find_end(const char *p, int depth);

/* Behind "name":, and NULL if there is none. */
static const char *name_end(const char *p)
{
	p = *p == '"' ? string_end(p) : NULL;
	if (!p)
		return NULL;
	p = skip_blanks(p);
	return *p == ':' ? skip_blanks(p + 1) : NULL;
}

static const char *items_end(const char *p, int depth)
{
	char open = *p, close = open == '{' ? '}' : ']';

	p = skip_blanks(p + 1);
	if (*p == close)
		return p + 1;
	for (;; p = skip_blanks(p + 1)) {
		if (open == '{')
			p = name_end(p);
		p = p ? find_end(p, depth + 1) : NULL;
		if (!p)
			return NULL;
		p = skip_blanks(p);
		if (*p == close)
			return p + 1;
		if (*p != ',')
			return NULL;
	}
}

static const char *find_end(const char *p, int depth)
{
	if (*p == '{' || *p == '[')
		return depth < DEPTH ? items_end(p, depth) : NULL;
	return *p == '"' ? string_end(p) : bare_end(p);
}

const char *json_end(const char *value)
{
	return find_end(skip_blanks(value), 0);
}

/* --- items -------------------------------------------------------------------
 */

int json_next(const char **at, const char **name, const char **value)
{
	const char *p = skip_blanks(*at);

	if (!*p || !strchr("{[,", *p))
		return 0;
	p = skip_blanks(p + 1);
	if (*p == '}' || *p == ']')
		return 0;
	*name = p;
	if (*p == '"' && *skip_blanks(string_end(p)) == ':')
		p = name_end(p);
	*value = p;
	*at = skip_blanks(json_end(p));
	return 1;
}

/* --- strings -----------------------------------------------------------------
 */

static char *put_utf8(char *out, unsigned long c)
{
	if (c < 0x80) {
		*out++ = (char)c;
	} else if (c < 0x800) {
		*out++ = (char)(0xc0 | c >> 6);
		*out++ = (char)(0x80 | (c & 0x3f));
	} else if (c < 0x10000) {
		*out++ = (char)(0xe0 | c >> 12);
		*out++ = (char)(0x80 | (c >> 6 & 0x3f));
		*out++ = (char)(0x80 | (c & 0x3f));
	} else {
		*out++ = (char)(0xf0 | c >> 18);
		*out++ = (char)(0x80 | (c >> 12 & 0x3f));
		*out++ = (char)(0x80 | (c >> 6 & 0x3f));
		*out++ = (char)(0x80 | (c & 0x3f));
	}
	return out;
}

static unsigned long read_four(const char *p)
{
	char digits[5];

	snprintf(digits, sizeof(digits), "%.4s", p);
	return strtoul(digits, NULL, 16);
}

/* Behind "\u": one character, of two halves where it is a high one. */
static const char *read_unicode(const char *p, unsigned long *c)
{
	unsigned long low;

	*c = read_four(p);
	p += 4;
	if (*c >= 0xd800 && *c < 0xdc00 && p[0] == '\\' && p[1] == 'u') {
		low = read_four(p + 2);
		if (low >= 0xdc00 && low < 0xe000) {
			*c = 0x10000 + ((*c & 0x3ff) << 10 | (low & 0x3ff));
			return p + 6;
		}
	}
	if (*c == 0 || (*c >= 0xd800 && *c < 0xe000))
		*c = 0xfffd;
	return p;
}

char *json_string(const char *value)
{
	static const char letters[] = "bfnrt", bytes[] = "\b\f\n\r\t";
	const char *p = value + 1, *letter;
	char *text, *out;
	unsigned long c;

	if (*value != '"')
		return NULL;
	text = out = message_alloc(NULL, (size_t)(string_end(value) - value));
	while (*p != '"') {
		if (*p != '\\') {
			*out++ = *p++;
			continue;
		}
		p += 2;
		letter = strchr(letters, p[-1]);
		if (p[-1] == 'u') {
			p = read_unicode(p, &c);
			out = put_utf8(out, c);
		} else {
			*out++ = letter ? bytes[letter - letters] : p[-1];
		}
	}
	*out = '\0';
	return text;
}
