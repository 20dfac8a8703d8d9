/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Reads DWARF's numbers, bounded by their record. */
#include "analysis/functions/dwarf.h"

#define UDATA2 0x02
#define UDATA4 0x03
#define UDATA8 0x04
#define SDATA2 0x0a
#define SDATA4 0x0b
#define SDATA8 0x0c

void dwarf_begin(struct dwarf *d, dwarf_copy_fn *copy, uintptr_t at,
		 uintptr_t end)
{
	d->at = at;
	d->end = end;
	d->bad = 0;
	d->copy = copy;
	d->ahead = at;
	d->count = 0;
}

static int copy_ahead(struct dwarf *d)
{
	size_t n = d->end - d->at;

	d->ahead = d->at;
	d->count = d->copy(d->bytes, d->at, n < DWARF_AHEAD ? n : DWARF_AHEAD);
	return d->count != 0;
}

static uint8_t read_byte(struct dwarf *d)
{
	if (!d->bad && d->at < d->end) {
		if (!d->copy)
			return *(const uint8_t *)d->at++;
		if (d->at - d->ahead < d->count || copy_ahead(d))
			return d->bytes[d->at++ - d->ahead];
	}
	d->bad = 1;
	return 0;
}

uint64_t dwarf_unsigned(struct dwarf *d, size_t size)
{
	uint64_t value = 0;

	for (size_t i = 0; i < size; i++)
		value |= (uint64_t)read_byte(d) << (8 * i);
	return value;
}

int64_t dwarf_signed(struct dwarf *d, size_t size)
{
	unsigned int unused = 64 - 8 * (unsigned int)size;

	return (int64_t)(dwarf_unsigned(d, size) << unused) >> unused;
}

/* Returns the bits, and through *shift how many there were; the last byte is
 * in *byte. */
static uint64_t leb(struct dwarf *d, unsigned int *shift, uint8_t *byte)
{
	uint64_t value = 0;

	*shift = 0;
	do {
		*byte = read_byte(d);
		if (*shift < 64)
			value |= (uint64_t)(*byte & 0x7f) << *shift;
		*shift += 7;
	} while (*byte & 0x80);
	return value;
}

uint64_t dwarf_uleb(struct dwarf *d)
{
	unsigned int shift;
	uint8_t byte;

	return leb(d, &shift, &byte);
}

int64_t dwarf_sleb(struct dwarf *d)
{
	unsigned int shift;
	uint8_t byte;
	uint64_t value = leb(d, &shift, &byte);

	if (shift < 64 && byte & 0x40)
		value |= ~0ul << shift;
	return (int64_t)value;
}

uint64_t dwarf_encoded(struct dwarf *d, uint8_t encoding)
{
	uintptr_t at = d->at;
	uint64_t value;

	switch (encoding & DWARF_FORMAT) {
	case UDATA2:
		value = dwarf_unsigned(d, 2);
		break;
	case UDATA4:
		value = dwarf_unsigned(d, 4);
		break;
	case DWARF_ABSPTR:
	case UDATA8:
	case SDATA8:
		value = dwarf_unsigned(d, 8);
		break;
	case SDATA2:
		value = (uint64_t)dwarf_signed(d, 2);
		break;
	case SDATA4:
		value = (uint64_t)dwarf_signed(d, 4);
		break;
	default:
		d->bad = 1;
		return 0;
	}
	if ((encoding & DWARF_BASE) == DWARF_PCREL)
		value += at;
	else if (encoding & DWARF_BASE)
		d->bad = 1;
	return value;
}

void dwarf_skip(struct dwarf *d, int64_t count)
{
	d->at += (uint64_t)count;
}
