/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Writes the values of a recording's objects: flags or-ed, strings quoted. */
#include "cli/recording/value.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/common/message.h"
#include "cli/recording/json.h"

static void print_value(FILE *out, const char *value, enum value_kind kind);

/* The value of an object's member; NULL: it has none of that name. */
static const char *member(const char *object, const char *wanted)
{
	const char *name, *value;
	size_t n = strlen(wanted);

	if (*object != '{')
		return NULL;
	while (json_next(&object, &name, &value))
		if (strncmp(name + 1, wanted, n) == 0 && name[n + 1] == '"')
			return value;
	return NULL;
}

/* --- strings -----------------------------------------------------------------
 */

/* "O_RDONLY", "SIGINT", "0x7ffe": how many bytes; 0: it is none of these. */
static size_t constant_length(const char *text)
{
	size_t n = strspn(text + 1, "ABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789");

	if (n > 2 && text[n + 1] == '"' && text[1] >= 'A')
		return n;
	if (strncmp(text + 1, "0x", 2) != 0)
		return 0;
	n = 2 + strspn(text + 3, "0123456789abcdef");
	return text[n + 1] == '"' ? n : 0;
}

static void put_byte(FILE *out, unsigned int c)
{
	if (c == '"' || c == '\\')
		fprintf(out, "\\%c", c);
	else if (c == '\n' || c == '\t')
		fputs(c == '\n' ? "\\n" : "\\t", out);
	else if (c < ' ' || c == 0x7f)
		fprintf(out, "\\%03o", c);
	else
		putc((int)c, out);
}

static void put_string(FILE *out, const char *text, enum value_kind kind)
{
	size_t n = kind == VALUE_EITHER ? constant_length(text) : 0;
	char *bytes;

	if (kind == VALUE_CONSTANT || kind == VALUE_MODE)
		n = (size_t)(json_end(text) - text) - 2;
	if (n) {
		fprintf(out, "%.*s", (int)n, text + 1);
		return;
	}
	bytes = json_string(text);
	putc('"', out);
	for (const char *p = bytes; *p; p++)
		put_byte(out, (unsigned char)*p);
	putc('"', out);
	free(bytes);
}

static unsigned int six_bits(char c)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmno"
				     "pqrstuvwxyz0123456789+/";
	const char *at = strchr(digits, c);

	return at ? (unsigned int)(at - digits) : 0;
}

static void put_base64(FILE *out, const char *text)
{
	unsigned int bits = 0, n = 0, c;

	putc('"', out);
	for (text++; *text != '"' && *text != '='; text++) {
		bits = bits << 6 | six_bits(*text);
		n += 6;
		if (n < 8)
			continue;
		n -= 8;
		c = bits >> n & 0xff;
		if (c < 0x80)
			put_byte(out, c);
		else
			fprintf(out, "\\%03o", c);
	}
	putc('"', out);
}

/* --- groups ------------------------------------------------------------------
 */

/* Flags are or-ed: names, and at last a number. */
static int are_flags(const char *list, enum value_kind kind)
{
	const char *name, *value;
	int n = 0;

	if (kind == VALUE_CONSTANT || kind == VALUE_MODE)
		return 1;
	while (json_next(&list, &name, &value)) {
		if (*value == '"' && !constant_length(value))
			return 0;
		if (*value != '"' && (!n || *value == '{'))
			return 0;
		n++;
	}
	return n > 0 && kind == VALUE_EITHER;
}

/* Bits without a name: those of a file's mode are octal. */
static void put_bits(FILE *out, const char *number, int are_mode)
{
	fprintf(out, are_mode ? "0%03llo" : "0x%llx",
		strtoull(number, NULL, 10));
}

static void put_flags(FILE *out, const char *list)
{
	const char *name, *value;
	int are_mode = 0, n = 0;

	while (json_next(&list, &name, &value)) {
		if (n++)
			putc('|', out);
		are_mode |= strncmp(value, "\"S_IF", 5) == 0;
		if (*value == '"')
			put_string(out, value, VALUE_CONSTANT);
		else
			put_bits(out, value, are_mode);
	}
	if (!n)
		putc('0', out);
}

static void put_list(FILE *out, const char *list)
{
	const char *name, *value;
	int n = 0;

	putc('[', out);
	while (json_next(&list, &name, &value)) {
		if (n++)
			fputs(", ", out);
		print_value(out, value, VALUE_EITHER);
	}
	putc(']', out);
}

static void put_struct(FILE *out, const char *object)
{
	const char *name, *value;
	int n = 0;

	putc('{', out);
	while (json_next(&object, &name, &value)) {
		fprintf(out, "%s%.*s=", n++ ? ", " : "",
			(int)(json_end(name) - name) - 2, name + 1);
		print_value(out, value, VALUE_EITHER);
	}
	putc('}', out);
}

/* 3</etc/hosts> */
static void put_descriptor(FILE *out, const char *fd, const char *path)
{
	char *text = json_string(path);

	print_value(out, fd, VALUE_CONSTANT);
	if (text)
		fprintf(out, "<%s>", text);
	free(text);
}

/* Objects that are no structs: 1. */
static int put_special(FILE *out, const char *object)
{
	const char *path = member(object, "path"), *fd = member(object, "fd");
	const char *string = member(object, "string");
	const char *base64 = member(object, "base64");
	const char *all_but = member(object, "all_but");

	if (fd && path) {
		put_descriptor(out, fd, path);
		return 1;
	}
	if (all_but) {
		putc('~', out);
		put_list(out, all_but);
		return 1;
	}
	if (string)
		print_value(out, string, VALUE_TEXT);
	if (base64)
		put_base64(out, base64);
	if (!member(object, "more"))
		return base64 != NULL;
	fputs("...", out);
	return 1;
}

static void print_value(FILE *out, const char *value, enum value_kind kind)
{
	if (*value == '"')
		put_string(out, value, kind);
	else if (*value == '[' && are_flags(value, kind))
		put_flags(out, value);
	else if (*value == '[')
		put_list(out, value);
	else if (*value == '{' && !put_special(out, value))
		put_struct(out, value);
	else if (*value == 'n')
		fputs("NULL", out);
	else if (kind == VALUE_MODE)
		put_bits(out, value, 1);
	else if (*value != '{')
		fprintf(out, "%.*s", (int)(json_end(value) - value), value);
}

char *value_text(const char *value, enum value_kind kind)
{
	char *text = NULL;
	size_t n;
	FILE *out = open_memstream(&text, &n);

	if (out) {
		print_value(out, value, kind);
		fclose(out);
	}
	if (!text)
		message_fatal(1, "no memory");
	return text;
}
