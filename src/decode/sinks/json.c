/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * The sink that writes JSON. A string is written as it comes and checked to be
 * UTF-8; if it is not, it is asked for once more and written in base64.
 */
#include "decode/sinks/json.h"

#include "base/nolibc.h"

static struct decode_json *of(struct decode_sink *sink)
{
	return (struct decode_json *)sink;
}

static struct decode_out *out_of(struct decode_sink *sink)
{
	return &of(sink)->out;
}

/* --- numbers and names
 * ------------------------------------------------------------ */

static void json_number(struct decode_sink *sink, uint64_t value,
			enum decode_form form)
{
	struct decode_out *out = out_of(sink);

	switch (form) {
	case DECODE_SIGNED:
		out_signed(out, (int64_t)value);
		break;
	case DECODE_ID:
		out_signed(out, value == UINT32_MAX ? -1 : (int64_t)value);
		break;
	case DECODE_POINTER:
		if (!value) {
			OUT_TEXT(out, "null");
			break;
		}
		OUT_TEXT(out, "\"0x");
		out_hex(out, value, 1);
		OUT_TEXT(out, "\"");
		break;
	default:
		out_decimal(out, value);
		break;
	}
}

static void json_name(struct decode_sink *sink, const char *name, size_t n,
		      uint64_t value)
{
	struct decode_out *out = out_of(sink);

	(void)value;
	out_byte(out, '"');
	out_add(out, name, n);
	out_byte(out, '"');
}

static void json_literal(struct decode_sink *sink, const char *text, size_t n)
{
	(void)sink;
	(void)text;
	(void)n;
}

/* --- UTF-8
 * -------------------------------------------------------------------------- */

/* Begin a character with its first byte, which is not ASCII. -1: none does. */
static int begin_character(struct decode_json *j, uint8_t c)
{
	j->low = 0x80;
	j->high = 0xbf;
	if (c >= 0xc2 && c <= 0xdf) {
		j->need = 1;
	} else if (c >= 0xe0 && c <= 0xef) {
		j->need = 2;
		j->low = c == 0xe0 ? 0xa0 : 0x80;  /* no longer than needed */
		j->high = c == 0xed ? 0x9f : 0xbf; /* no half of a pair */
	} else if (c >= 0xf0 && c <= 0xf4) {
		j->need = 3;
		j->low = c == 0xf0 ? 0x90 : 0x80;
		j->high = c == 0xf4 ? 0x8f : 0xbf;
	} else {
		return -1;
	}
	return 0;
}

static int go_on(struct decode_json *j, uint8_t c)
{
	if (c < j->low || c > j->high)
		return -1;
	j->low = 0x80;
	j->high = 0xbf;
	j->need--;
	return 0;
}

static void add_escape(struct decode_out *out, uint8_t c)
{
	static const char from[] = "\"\\\n\t\r\b\f", to[] = "\"\\ntrbf";

	for (unsigned int i = 0; i < sizeof(from) - 1; i++) {
		if ((uint8_t)from[i] == c) {
			out_byte(out, '\\');
			out_byte(out, to[i]);
			return;
		}
	}
	OUT_TEXT(out, "\\u");
	out_hex(out, c, 4);
}

/* One byte that is not plain. */
static int add_odd(struct decode_json *j, uint8_t c)
{
	if (c < 0x80) {
		if (j->need)
			return -1;
		add_escape(&j->out, c);
		return 0;
	}
	if (!j->need)
		j->whole = j->out.at;
	out_byte(&j->out, (char)c);
	return j->need ? go_on(j, c) : begin_character(j, c);
}

static int add_utf8(struct decode_json *j, const uint8_t *bytes, size_t n)
{
	size_t i = 0;

	while (i < n) {
		size_t run = out_plain(bytes + i, n - i);

		if (run && j->need)
			return -1;
		out_add(&j->out, (const char *)bytes + i, run);
		i += run;
		if (i < n && add_odd(j, bytes[i++]) != 0)
			return -1;
	}
	return 0;
}

/* --- base64
 * -------------------------------------------------------------------------- */

/* Three bytes, of which n are there. */
static void add_four(struct decode_out *out, const uint8_t b[3], unsigned int n)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmno"
				     "p"
				     "qrstuvwxyz0123456789+/";
	uint32_t word = (uint32_t)b[0] << 16 | (n > 1 ? b[1] : 0u) << 8 |
			(n > 2 ? b[2] : 0u);

	for (unsigned int i = 0; i < 4; i++)
		out_byte(out, i <= n ? digits[word >> (18 - 6 * i) & 63] : '=');
}

static void add_base64(struct decode_json *j, const uint8_t *bytes, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		j->kept[j->kept_n++] = bytes[i];
		if (j->kept_n < 3)
			continue;
		add_four(&j->out, j->kept, 3);
		j->kept_n = 0;
	}
}

/* --- strings
 * ------------------------------------------------------------------------- */

static void json_string_begin(struct decode_sink *sink, unsigned int how)
{
	struct decode_json *j = of(sink);

	j->need = 0;
	j->kept_n = 0;
	j->string = j->out.at;
	if (j->base64)
		OUT_TEXT(&j->out, "{\"base64\":\"");
	else
		out_byte(&j->out, '"');
	if (!(how & DECODE_ABSTRACT))
		return;
	if (j->base64)
		add_base64(j, (const uint8_t *)"@", 1);
	else
		out_byte(&j->out, '@');
}

/* From the beginning, in base64. */
static int begin_again(struct decode_json *j)
{
	j->out.at = j->string;
	j->base64 = 1;
	return 1;
}

static int json_string(struct decode_sink *sink, const uint8_t *bytes, size_t n)
{
	struct decode_json *j = of(sink);

	if (j->base64)
		add_base64(j, bytes, n);
	else if (add_utf8(j, bytes, n) != 0)
		return begin_again(j);
	return 0;
}

/* What was a string becomes an object with it. */
static void add_more(struct decode_json *j)
{
	static const char open[] = "{\"string\":";
	size_t n = (size_t)(j->out.at - j->string);

	if ((size_t)(j->out.end - j->out.at) < sizeof(open)) {
		j->out.full = 1;
		return;
	}
	memmove(j->string + sizeof(open) - 1, j->string, n);
	memcpy(j->string, open, sizeof(open) - 1);
	j->out.at += sizeof(open) - 1;
	OUT_TEXT(&j->out, ",\"more\":true}");
}

static int json_string_end(struct decode_sink *sink, int more)
{
	struct decode_json *j = of(sink);

	if (j->base64) {
		if (j->kept_n)
			add_four(&j->out, j->kept, j->kept_n);
		out_byte(&j->out, '"');
		if (more)
			OUT_TEXT(&j->out, ",\"more\":true");
		out_byte(&j->out, '}');
		j->base64 = 0;
		return 0;
	}
	if (j->need && !more)
		return begin_again(j);
	if (j->need && !j->out.full)
		j->out.at = j->whole; /* cut within a character */
	out_byte(&j->out, '"');
	if (more)
		add_more(j);
	return 0;
}

void decode_json_bytes(struct decode_json *j, const char *bytes, size_t n)
{
	int tries = 0;

	do
		json_string_begin(&j->sink, 0);
	while ((json_string(&j->sink, (const uint8_t *)bytes, n) ||
		json_string_end(&j->sink, 0)) &&
	       ++tries < 2);
}

static void json_descriptor(struct decode_sink *sink, int fd, const char *path,
			    size_t n)
{
	struct decode_out *out = out_of(sink);

	if (n)
		OUT_TEXT(out, "{\"fd\":");
	if (fd == -100)
		OUT_TEXT(out, "\"AT_FDCWD\"");
	else
		out_signed(out, fd);
	if (!n)
		return;
	OUT_TEXT(out, ",\"path\":");
	decode_json_bytes(of(sink), path, n);
	out_byte(out, '}');
}

/* --- groups
 * ---------------------------------------------------------------------------
 */

static int is_struct(unsigned int group)
{
	return group == DECODE_STRUCT || group == DECODE_AFTER;
}

static void json_element(struct decode_sink *sink)
{
	struct decode_json *j = of(sink);

	if (j->begun >> j->depth & 1)
		out_byte(&j->out, ',');
	j->begun |= (uint32_t)1 << j->depth;
}

static void add_key(struct decode_sink *sink, const char *name, size_t n)
{
	json_element(sink);
	json_name(sink, name, n, 0);
	out_byte(out_of(sink), ':');
}

static void json_begin(struct decode_sink *sink, enum decode_group group)
{
	struct decode_json *j = of(sink);

	if (group == DECODE_AFTER)
		add_key(sink, "after", 5);
	else if (group == DECODE_ALL_BUT)
		OUT_TEXT(&j->out, "{\"all_but\":");
	j->depth++;
	j->group[j->depth] = (uint8_t)group;
	j->begun &= ~((uint32_t)1 << j->depth);
	out_byte(&j->out, is_struct(group) ? '{' : '[');
}

static void json_field(struct decode_sink *sink, const char *name, size_t n,
		       unsigned int how)
{
	(void)how;
	add_key(sink, name, n);
}

static void json_end(struct decode_sink *sink, int more)
{
	struct decode_json *j = of(sink);
	unsigned int group = j->group[j->depth];

	if (more && !is_struct(group)) {
		json_element(sink);
		OUT_TEXT(&j->out, "{\"more\":true}");
	}
	out_byte(&j->out, is_struct(group) ? '}' : ']');
	if (group == DECODE_ALL_BUT)
		out_byte(&j->out, '}');
	j->depth--;
}

static void json_argument(struct decode_sink *sink, const char *name)
{
	add_key(sink, name, strlen(name));
}

static const struct decode_ops ops = {
	.values = 1,
	.argument = json_argument,
	.number = json_number,
	.name = json_name,
	.descriptor = json_descriptor,
	.string_begin = json_string_begin,
	.string = json_string,
	.string_end = json_string_end,
	.begin = json_begin,
	.field = json_field,
	.element = json_element,
	.end = json_end,
	.literal = json_literal,
};

void decode_json_begin(struct decode_json *j, char *buf, size_t size)
{
	j->sink.ops = &ops;
	j->out = (struct decode_out){buf, buf, buf + size, 0};
	j->base64 = 0;
	j->depth = 0;
	j->begun = 0;
}
