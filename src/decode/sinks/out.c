/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Bytes and numbers into a buffer. */
#include "decode/sinks/out.h"

void out_add(struct decode_out *out, const char *bytes, size_t n)
{
	size_t room = (size_t)(out->end - out->at);
	char *at = out->at;

	if (n > room) {
		out->full = 1;
		n = room;
	}
	out->at = at + n;
	for (; n >= 8; n -= 8, at += 8, bytes += 8)
		__builtin_memcpy(at, bytes, 8);
	if (n & 4) {
		__builtin_memcpy(at, bytes, 4);
		at += 4;
		bytes += 4;
	}
	if (n & 2) {
		__builtin_memcpy(at, bytes, 2);
		at += 2;
		bytes += 2;
	}
	if (n & 1)
		*at = *bytes;
}

void out_decimal(struct decode_out *out, uint64_t value)
{
	char digits[20];
	unsigned int at = sizeof(digits);

	do {
		digits[--at] = (char)('0' + value % 10);
		value /= 10;
	} while (value);
	out_add(out, digits + at, sizeof(digits) - at);
}

void out_signed(struct decode_out *out, int64_t value)
{
	if (value < 0)
		out_byte(out, '-');
	out_decimal(out, value < 0 ? 0 - (uint64_t)value : (uint64_t)value);
}

void out_hex(struct decode_out *out, uint64_t value, unsigned int width)
{
	static const char hex[] = "0123456789abcdef";
	char digits[16];
	unsigned int at = sizeof(digits);

	do {
		digits[--at] = hex[value & 15];
		value >>= 4;
	} while (value || sizeof(digits) - at < width);
	out_add(out, digits + at, sizeof(digits) - at);
}

void out_octal(struct decode_out *out, uint64_t value)
{
	char digits[24];
	unsigned int at = sizeof(digits);

	do {
		digits[--at] = (char)('0' + (value & 7));
		value >>= 3;
	} while (value || sizeof(digits) - at < 2);
	digits[--at] = '0';
	out_add(out, digits + at, sizeof(digits) - at);
}

/* Has one of the eight bytes its highest bit, or one of c's? */
static uint64_t has_byte(uint64_t word, uint8_t c)
{
	const uint64_t ones = 0x0101010101010101u;
	uint64_t x = word ^ (ones * c);

	return (x - ones) & ~x & (ones << 7);
}

static int are_plain(uint64_t word)
{
	const uint64_t ones = 0x0101010101010101u, tops = ones << 7;
	uint64_t low = (word - ones * ' ') & ~word;

	return !((word | low | (word + ones)) & tops) && !has_byte(word, '"') &&
	       !has_byte(word, '\\');
}

size_t out_plain(const uint8_t *bytes, size_t n)
{
	size_t i = 0;

	while (n - i >= 8) {
		uint64_t word;

		__builtin_memcpy(&word, bytes + i, 8);
		if (!are_plain(word))
			break;
		i += 8;
	}
	while (i < n && out_is_plain(bytes[i]))
		i++;
	return i;
}
