/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Bytes and numbers into a buffer of a given size. Any context. */
#ifndef DECODE_OUT_H
#define DECODE_OUT_H

#include <stddef.h>
#include <stdint.h>

/* --- text and JSON ---------------------------------------------------------
 */

/* A buffer. What does not fit is left out. */
struct decode_out {
	char *start, *at, *end;
	int full; /* something was left out */
};

static inline size_t decode_length(const struct decode_out *out)
{
	return (size_t)(out->at - out->start);
}

void out_add(struct decode_out *out, const char *bytes, size_t n);
void out_decimal(struct decode_out *out, uint64_t value);
void out_signed(struct decode_out *out, int64_t value);

/* In hex, width digits at least. */
void out_hex(struct decode_out *out, uint64_t value, unsigned int width);

/* 0644, 000, 07777 */
void out_octal(struct decode_out *out, uint64_t value);

static inline void out_byte(struct decode_out *out, char c)
{
	if (out->at == out->end)
		out->full = 1;
	else
		*out->at++ = c;
}

#define OUT_TEXT(out, text) out_add(out, text, sizeof(text) - 1)

/* The byte is its own text in a string: no control character, no quote, no
 * backslash, ASCII. */
static inline int out_is_plain(uint8_t c)
{
	return c >= ' ' && c < 0x7f && c != '"' && c != '\\';
}

/* How many bytes at the beginning are plain. */
size_t out_plain(const uint8_t *bytes, size_t n);

#endif
