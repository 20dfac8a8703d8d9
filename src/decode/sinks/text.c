/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* The sink that writes what strace would, into a buffer. */
#include "decode/sinks/text.h"

#include "base/nolibc.h"

static struct decode_text *of(struct decode_sink *sink)
{
	return (struct decode_text *)sink;
}

static struct decode_out *out_of(struct decode_sink *sink)
{
	return &of(sink)->out;
}

static void add_kib(struct decode_out *t, uint64_t value)
{
	int kib = value > 1024 && value % 1024 == 0;

	out_decimal(t, kib ? value / 1024 : value);
	if (kib)
		OUT_TEXT(t, "*1024");
}

static void text_number(struct decode_sink *sink, uint64_t value,
			enum decode_form form)
{
	struct decode_out *t = out_of(sink);

	switch (form) {
	case DECODE_SIGNED:
		out_signed(t, (int64_t)value);
		break;
	case DECODE_UNSIGNED:
		out_decimal(t, value);
		break;
	case DECODE_ID:
		out_signed(t, value == UINT32_MAX ? -1 : (int64_t)value);
		break;
	case DECODE_HEX:
	case DECODE_POINTER:
		if (value)
			OUT_TEXT(t, "0x");
		else if (form == DECODE_POINTER)
			OUT_TEXT(t, "NULL");
		if (value || form == DECODE_HEX)
			out_hex(t, value, 1);
		break;
	case DECODE_OCTAL:
		out_octal(t, value);
		break;
	case DECODE_HEX8:
		out_hex(t, value, 8);
		break;
	case DECODE_BYTE:
		OUT_TEXT(t, "0x");
		out_hex(t, value, 2);
		break;
	case DECODE_KIB:
		add_kib(t, value);
		break;
	}
}

static void text_name(struct decode_sink *sink, const char *name, size_t n,
		      uint64_t value)
{
	(void)value;
	out_add(out_of(sink), name, n);
}

static void text_literal(struct decode_sink *sink, const char *text, size_t n)
{
	out_add(out_of(sink), text, n);
}

/* --- strings
 * ---------------------------------------------------------------------- */

/* The letter behind the backslash; 0: the byte has none. */
static char escape_of(uint8_t c)
{
	switch (c) {
	case '\n':
		return 'n';
	case '\t':
		return 't';
	case '\r':
		return 'r';
	case '\v':
		return 'v';
	case '\f':
		return 'f';
	case '"':
	case '\\':
		return (char)c;
	default:
		return 0;
	}
}

/* As few digits of octal as the byte behind allows. */
static void add_octal_byte(struct decode_out *t, uint8_t c, int digit_follows)
{
	out_byte(t, '\\');
	if (c >= 0100 || digit_follows)
		out_byte(t, (char)('0' + (c >> 6)));
	if (c >= 010 || digit_follows)
		out_byte(t, (char)('0' + (c >> 3 & 7)));
	out_byte(t, (char)('0' + (c & 7)));
}

static void flush(struct decode_text *t, uint8_t next)
{
	if (t->waits)
		add_octal_byte(&t->out, t->octal, next >= '0' && next <= '7');
	t->waits = 0;
}

static void add_special(struct decode_text *t, uint8_t c)
{
	char letter = escape_of(c);

	if (letter) {
		out_byte(&t->out, '\\');
		out_byte(&t->out, letter);
	} else {
		t->octal = c;
		t->waits = 1;
	}
}

static void text_string_begin(struct decode_sink *sink, unsigned int how)
{
	struct decode_text *t = of(sink);

	t->hex = how & DECODE_IN_HEX;
	t->waits = 0;
	if (how & DECODE_ABSTRACT)
		OUT_TEXT(&t->out, "@\"");
	else
		OUT_TEXT(&t->out, "\"");
}

static void add_in_hex(struct decode_out *t, const uint8_t *bytes, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		OUT_TEXT(t, "\\x");
		out_hex(t, bytes[i], 2);
	}
}

static int text_string(struct decode_sink *sink, const uint8_t *bytes, size_t n)
{
	struct decode_text *t = of(sink);
	size_t i = 0;

	if (t->hex) {
		add_in_hex(&t->out, bytes, n);
		return 0;
	}
	while (i < n) {
		size_t run;

		flush(t, bytes[i]);
		run = out_plain(bytes + i, n - i);
		out_add(&t->out, (const char *)bytes + i, run);
		i += run;
		if (i < n && !run)
			add_special(t, bytes[i++]);
	}
	return 0;
}

static int text_string_end(struct decode_sink *sink, int more)
{
	struct decode_text *t = of(sink);

	flush(t, 0);
	OUT_TEXT(&t->out, "\"");
	if (more)
		OUT_TEXT(&t->out, "...");
	return 0;
}

/* A path between < and >. */
static void add_path(struct decode_out *t, const char *path, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		uint8_t c = (uint8_t)path[i];
		uint8_t next = i + 1 < n ? (uint8_t)path[i + 1] : 0;

		if (c != '<' && c != '>' && (out_is_plain(c) || c == '"')) {
			out_byte(t, (char)c);
		} else if (escape_of(c)) {
			out_byte(t, '\\');
			out_byte(t, escape_of(c));
		} else {
			add_octal_byte(t, c, next >= '0' && next <= '7');
		}
	}
}

static void text_descriptor(struct decode_sink *sink, int fd, const char *path,
			    size_t n)
{
	static const char deleted[] = " (deleted)";
	struct decode_text *t = of(sink);
	size_t end = sizeof(deleted) - 1;
	int is_deleted = n > end && memcmp(path + n - end, deleted, end) == 0;

	if (fd == -100)
		OUT_TEXT(&t->out, "AT_FDCWD");
	else
		out_signed(&t->out, fd);
	if (!n)
		return;
	out_byte(&t->out, '<');
	add_path(&t->out, path, is_deleted ? n - end : n);
	out_byte(&t->out, '>');
	if (is_deleted)
		OUT_TEXT(&t->out, "(deleted)");
}

/* --- groups
 * ----------------------------------------------------------------------- */

static const struct {
	char open[7], between[7], close[2];
	uint8_t open_n, between_n, close_n;
} looks[DECODE_GROUPS] = {
	[DECODE_LIST] = {"[", ", ", "]", 1, 2, 1},
	[DECODE_SET] = {"[", " ", "]", 1, 1, 1},
	[DECODE_ALL_BUT] = {"~[", " ", "]", 2, 1, 1},
	[DECODE_STRUCT] = {"{", ", ", "}", 1, 2, 1},
	[DECODE_FLAGS] = {"", "|", "", 0, 1, 0},
	[DECODE_CHANGE] = {"[", "] => [", "]", 1, 6, 1},
	[DECODE_CHANGED] = {"[", " => ", "]", 1, 4, 1},
	[DECODE_PAIR] = {"", ", ", "", 0, 2, 0},
	[DECODE_TURNED] = {"", " => ", "", 0, 4, 0},
	[DECODE_AFTER] = {"} => {", ", ", "", 6, 2, 0},
};

static void text_begin(struct decode_sink *sink, enum decode_group group)
{
	struct decode_text *t = of(sink);

	t->depth++;
	t->group[t->depth] = (uint8_t)group;
	t->begun &= ~((uint32_t)1 << t->depth);
	out_add(&t->out, looks[group].open, looks[group].open_n);
}

static void text_element(struct decode_sink *sink)
{
	struct decode_text *t = of(sink);
	unsigned int group = t->group[t->depth];

	if (t->begun >> t->depth & 1)
		out_add(&t->out, looks[group].between, looks[group].between_n);
	t->begun |= (uint32_t)1 << t->depth;
}

static void text_field(struct decode_sink *sink, const char *name, size_t n,
		       unsigned int how)
{
	struct decode_text *t = of(sink);

	text_element(sink);
	if (how & DECODE_BARE)
		return;
	out_add(&t->out, name, n);
	out_byte(&t->out, '=');
}

static void text_end(struct decode_sink *sink, int more)
{
	struct decode_text *t = of(sink);
	unsigned int group = t->group[t->depth];
	int begun = t->begun >> t->depth & 1;

	if (more) {
		if (begun)
			out_add(&t->out, looks[group].between,
				looks[group].between_n);
		OUT_TEXT(&t->out, "...");
	} else if (group == DECODE_FLAGS && !begun) {
		out_byte(&t->out, '0');
	}
	out_add(&t->out, looks[group].close, looks[group].close_n);
	t->depth--;
}

static void text_argument(struct decode_sink *sink, const char *name)
{
	struct decode_text *t = of(sink);

	(void)name;
	if (t->begun & 1)
		OUT_TEXT(&t->out, ", ");
	t->begun |= 1;
}

static const struct decode_ops ops = {
	.argument = text_argument,
	.number = text_number,
	.name = text_name,
	.descriptor = text_descriptor,
	.string_begin = text_string_begin,
	.string = text_string,
	.string_end = text_string_end,
	.begin = text_begin,
	.field = text_field,
	.element = text_element,
	.end = text_end,
	.literal = text_literal,
};

void decode_text_begin(struct decode_text *t, char *buf, size_t size)
{
	t->sink.ops = &ops;
	t->out = (struct decode_out){buf, buf, buf + size, 0};
	t->depth = 0;
	t->begun = 0;
}
