/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* What is told to the sink: groups, constants, flags, descriptors; and the
 * program's memory, a window of it at a time, with strings from there. */
#include "base/constants.h"
#include "decode/walk.h"

#include "thread/memory.h"
#include "base/nolibc.h"

/* --- memory
 * --------------------------------------------------------------------- */

/* The page at address 0 holds the sled, and is no memory of the program's. */
#define FIRST_ADDRESS 4096

const uint8_t *decode_see(struct decode *d, uintptr_t from, size_t n)
{
	if (from - d->window <= d->window_n &&
	    n <= d->window_n - (from - d->window))
		return d->bytes + (from - d->window);
	d->window_n = 0;
	if (from < FIRST_ADDRESS || n > DECODE_WINDOW ||
	    memory_copy_in(d->bytes, from, n) != n)
		return NULL;
	d->window = from;
	d->window_n = (uint32_t)n;
	return d->bytes;
}

int decode_read(struct decode *d, void *to, uintptr_t from, size_t n)
{
	const uint8_t *bytes = decode_see(d, from, n);

	if (!bytes)
		return -1;
	memcpy(to, bytes, n);
	return 0;
}

int decode_load(struct decode *d, uintptr_t from, unsigned int size,
		uint64_t *value)
{
	const uint8_t *bytes = decode_see(d, from, size & ~SIZE_SIGNED);
	uint64_t word = 0;

	if (!bytes)
		return -1;
	for (unsigned int i = size & ~SIZE_SIGNED; i-- > 0;)
		word = word << 8 | bytes[i];
	switch (size) {
	case 4 | SIZE_SIGNED:
		word = (uint64_t)(int32_t)word;
		break;
	case 2 | SIZE_SIGNED:
		word = (uint64_t)(int16_t)word;
		break;
	case 1 | SIZE_SIGNED:
		word = (uint64_t)(int8_t)word;
		break;
	default:
		break;
	}
	*value = word;
	return 0;
}

/* --- strings
 * --------------------------------------------------------------------- */

/* As much as can be seen at once from there: to the end of the page at most. */
static size_t piece(uintptr_t from, size_t n)
{
	size_t left = PAGE - from % PAGE;

	if (left > DECODE_WINDOW)
		left = DECODE_WINDOW;
	return n < left ? n : left;
}

static int tell(struct decode *d, uintptr_t from, size_t n)
{
	while (n > 0) {
		size_t part = piece(from, n);
		const uint8_t *bytes = decode_see(d, from, part);

		if (!bytes)
			return 0;
		if (d->sink->ops->string(d->sink, bytes, part) != 0)
			return 1;
		from += part;
		n -= part;
	}
	return 0;
}

static void tell_string(struct decode *d, uintptr_t from, size_t n,
			unsigned int how, int more)
{
	int again, tries = 0;

	do {
		d->sink->ops->string_begin(d->sink, how);
		again = tell(d, from, n);
		if (!again)
			again = d->sink->ops->string_end(d->sink, more);
	} while (again && ++tries < 3);
}

/* Are they all there? */
static int is_readable(struct decode *d, uintptr_t from, size_t n)
{
	while (n > 0) {
		size_t part = piece(from, n);

		if (!decode_see(d, from, part))
			return 0;
		from += part;
		n -= part;
	}
	return 1;
}

void put_bytes(struct decode *d, uintptr_t from, uint64_t n, unsigned int how)
{
	size_t shown = (size_t)decode_shown_of(d, n);

	if (!from || !is_readable(d, from, shown))
		put_pointer(d, from);
	else
		tell_string(d, from, shown, how, shown != n);
}

void put_all(struct decode *d, uintptr_t from, size_t n, unsigned int how)
{
	if (!from || !is_readable(d, from, n))
		put_pointer(d, from);
	else
		tell_string(d, from, n, how, 0);
}

/* Most paths are not longer. */
#define FIRST_PIECE 64

/* The length of a string of at most max bytes; -1: it is not all there. */
static long length_of(struct decode *d, uintptr_t from, size_t max)
{
	size_t n = 0;

	while (n < max) {
		size_t most = n			  ? max - n
			      : max < FIRST_PIECE ? max
						  : FIRST_PIECE;
		size_t part = piece(from + n, most);
		const uint8_t *bytes = decode_see(d, from + n, part);
		const uint8_t *nul = bytes ? memchr(bytes, 0, part) : NULL;

		if (!bytes)
			return -1;
		if (nul)
			return (long)(n + (size_t)(nul - bytes));
		n += part;
	}
	return (long)max;
}

void put_text(struct decode *d, uintptr_t from, size_t max, unsigned int how)
{
	size_t most = max ? max : d->strings;
	int tells = !max || (how & DECODE_CUT);
	long n = from ? length_of(d, from, most + (unsigned int)tells) : -1;

	if (n < 0)
		put_pointer(d, from);
	else if ((size_t)n > most)
		tell_string(d, from, most, how, 1);
	else
		tell_string(d, from, (size_t)n, how, 0);
}

void put_string(struct decode *d, const void *bytes, size_t n)
{
	int again, tries = 0;

	do {
		d->sink->ops->string_begin(d->sink, 0);
		again = d->sink->ops->string(d->sink, bytes, n);
		if (!again)
			again = d->sink->ops->string_end(d->sink, 0);
	} while (again && ++tries < 3);
}

/* --- groups
 * -------------------------------------------------------------------- */

int put_begin(struct decode *d, enum decode_group group)
{
	if (d->depth == DECODE_DEPTH) {
		PUT_NAME(d, "...", 0);
		return 0;
	}
	d->depth++;
	d->sink->ops->begin(d->sink, group);
	return 1;
}

void put_end(struct decode *d, int more)
{
	d->depth--;
	d->sink->ops->end(d->sink, more);
}

void put_int_at(struct decode *d, uint64_t at)
{
	uint64_t value;

	if (decode_load(d, at, 4 | SIZE_SIGNED, &value) != 0 ||
	    !put_begin(d, DECODE_LIST)) {
		put_pointer(d, at);
		return;
	}
	put_element(d);
	put_int(d, (int64_t)value);
	put_end(d, 0);
}

void put_ints(struct decode *d, uint64_t at, uint64_t n)
{
	uint64_t i, value, shown = decode_shown_of(d, n);

	if (!at || (n && decode_load(d, at, 4, &value) != 0) ||
	    !put_begin(d, DECODE_LIST)) {
		put_pointer(d, at);
		return;
	}
	for (i = 0; i < shown; i++) {
		if (decode_load(d, at + 4 * i, 4 | SIZE_SIGNED, &value) != 0)
			break;
		put_element(d);
		put_int(d, (int64_t)value);
	}
	put_end(d, i < n);
}

void put_count(struct decode *d, uint64_t value)
{
	char digits[20];
	unsigned int at = sizeof(digits);

	do {
		digits[--at] = (char)('0' + value % 10);
		value /= 10;
	} while (value);
	d->sink->ops->literal(d->sink, digits + at, sizeof(digits) - at);
}

void put_fd(struct decode *d, int fd)
{
	long n = 0;

	if (d->host && d->host->path && fd >= 0)
		n = d->host->path(d, fd, d->scratch, d->scratch_size);
	d->sink->ops->descriptor(d->sink, fd, d->scratch,
				 n > 0 ? (size_t)n : 0);
}

/* --- constants
 * ----------------------------------------------------------------- */

static int is_entry(unsigned int i, uint64_t value)
{
	uint64_t known = decode_entry_value[i];

	return value >> 32 ? known == value
			   : (uint32_t)known == (uint32_t)value;
}

static int find_sorted(const struct decode_entries *g, uint64_t value)
{
	unsigned int low = g->first, high = g->first + g->count;
	uint32_t word = (uint32_t)value;
	uint32_t from = (uint32_t)decode_entry_value[low];

	/* most have no gaps */
	if (word - from < g->count && is_entry(low + (word - from), value))
		return (int)(low + (word - from));
	while (low < high) {
		unsigned int middle = (low + high) / 2;
		uint32_t known = (uint32_t)decode_entry_value[middle];

		if (known == word)
			return is_entry(middle, value) ? (int)middle : -1;
		if (known < word)
			low = middle + 1;
		else
			high = middle;
	}
	return -1;
}

static int find_member(unsigned int group, uint64_t value)
{
	const struct decode_entries *g = &decode_groups[group];

	if (g->sorted)
		return find_sorted(g, value);
	for (unsigned int i = g->first; i < g->first + g->count; i++)
		if (is_entry(i, value))
			return (int)i;
	return -1;
}

const char *decode_find(unsigned int group, uint64_t value, size_t *n)
{
	int i = find_member(group, value);

	if (i < 0)
		return NULL;
	return decode_text_at(decode_constants, decode_entry_name[i], n);
}

void put_nameless(struct decode *d, unsigned int group, uint64_t value)
{
	size_t n;
	const char *prefix =
		decode_text_at(decode_names, decode_groups[group].prefix, &n);

	put_number(d, value, DECODE_HEX);
	PUT_LITERAL(d, " /* ");
	d->sink->ops->literal(d->sink, prefix, n);
	PUT_LITERAL(d, " */");
}

void put_one(struct decode *d, unsigned int group, uint64_t value)
{
	size_t n;
	const char *name = decode_find(group, value, &n);

	if (name)
		put_name(d, name, n, value);
	else
		put_nameless(d, group, value);
}

void put_one_or(struct decode *d, unsigned int group, uint64_t value,
		enum decode_form form)
{
	size_t n;
	const char *name = decode_find(group, value, &n);

	if (name)
		put_name(d, name, n, value);
	else
		put_number(d, value, form);
}

uint64_t put_flags_in(struct decode *d, unsigned int group, uint64_t value)
{
	const struct decode_entries *g = &decode_groups[group];
	const uint64_t *known = &decode_entry_value[g->first];

	for (unsigned int i = 0; i < g->count && value; i++) {
		uint64_t bits = value >> 32 ? known[i] : (uint32_t)known[i];
		size_t n;
		const char *name;

		if (!bits || (value & bits) != bits)
			continue;
		name = decode_text_at(decode_constants,
				      decode_entry_name[g->first + i], &n);
		put_element(d);
		put_name(d, name, n, bits);
		value &= ~bits;
	}
	return value;
}

void put_flags(struct decode *d, unsigned int group, uint64_t value)
{
	size_t n;
	const char *zero = value ? NULL : decode_find(group, 0, &n);
	uint64_t left;

	if (!put_begin(d, DECODE_FLAGS))
		return;
	if (zero) {
		put_element(d);
		put_name(d, zero, n, 0);
	}
	left = put_flags_in(d, group, value);
	if (left) {
		put_element(d);
		if (left == value)
			put_nameless(d, group, left);
		else
			put_number(d, left, DECODE_HEX);
	}
	put_end(d, 0);
}

int decode_constant(const char *name, size_t n, uint64_t *value)
{
	for (unsigned int i = 0; i < decode_entries_count; i++) {
		size_t length;
		const char *known = decode_text_at(
			decode_constants, decode_entry_name[i], &length);

		if (length == n && memcmp(known, name, n) == 0) {
			*value = decode_entry_value[i];
			return 1;
		}
	}
	return 0;
}

const char *decode_constant_name(unsigned int i, size_t *n)
{
	if (i >= decode_entries_count)
		return NULL;
	return decode_text_at(decode_constants, decode_entry_name[i], n);
}

const char *decode_error(int value)
{
	const char *at = decode_errors;

	if (value < 1 || (unsigned int)value >= decode_errors_count)
		return NULL;
	for (int i = 0; i < value; i++)
		at += (uint8_t)*at + 2;
	return *at ? at + 1 : NULL;
}
