/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Descriptors, vectors of buffers, lists of strings, offsets. */
#include "decode/families/families.h"
#include "decode/specials.h"

#include <linux/fcntl.h>

#include "tables/tables.h"
#include "base/nolibc.h"

#define IOV_MAX_LEN 1024 /* buffers that a call takes at most */
#define IOVEC_SIZE 16

void special_fd(struct decode *d, uint64_t value, unsigned int parameter)
{
	(void)parameter;
	put_fd(d, (int)value);
}

void special_dirfd(struct decode *d, uint64_t value, unsigned int parameter)
{
	long n = 0;

	(void)parameter;
	if ((int)value != AT_FDCWD) {
		put_fd(d, (int)value);
		return;
	}
	if (d->host && d->host->path)
		n = d->host->path(d, AT_FDCWD, d->scratch, d->scratch_size);
	d->sink->ops->descriptor(d->sink, AT_FDCWD, d->scratch,
				 n > 0 ? (size_t)n : 0);
}

void special_error_number(struct decode *d, uint64_t value,
			  unsigned int parameter)
{
	const char *name = tables_errno_name((int)value);

	(void)parameter;
	if (name)
		put_name(d, name, strlen(name), value);
	else
		put_int(d, decode_int(value));
}

/* --- strings
 * ---------------------------------------------------------------------- */

void special_argv(struct decode *d, uint64_t value, unsigned int parameter)
{
	uint64_t i, at;

	(void)parameter;
	if (!value || decode_word(d, value, &at) != 0) {
		put_pointer(d, value);
		return;
	}
	if (!put_begin(d, DECODE_LIST))
		return;
	for (i = 0; i < d->strings; i++) {
		if (decode_word(d, value + 8 * i, &at) != 0 || !at)
			break;
		put_element(d);
		put_text(d, at, 0, 0);
	}
	put_end(d, decode_word(d, value + 8 * i, &at) != 0 || at);
}

#define STRINGS_MAX 100000 /* that are counted */

void special_environment(struct decode *d, uint64_t value,
			 unsigned int parameter)
{
	uint64_t n = 0, at = 0;

	(void)parameter;
	put_pointer(d, value);
	if (!value)
		return;
	while (n < STRINGS_MAX && decode_word(d, value + 8 * n, &at) == 0 && at)
		n++;
	if (at)
		return;
	PUT_LITERAL(d, " /* ");
	put_count(d, n);
	if (n == 1)
		PUT_LITERAL(d, " var */");
	else
		PUT_LITERAL(d, " vars */");
}

/* A thread's name: 15 bytes are taken. */
void special_task_name(struct decode *d, uint64_t value, unsigned int parameter)
{
	(void)parameter;
	put_text(d, value, 15, DECODE_CUT);
}

/* --- offsets
 * ---------------------------------------------------------------------- */

/* An offset that the kernel moves. */
void special_moved(struct decode *d, uint64_t value, unsigned int parameter)
{
	uint64_t now, before;
	int changed;

	if (decode_word(d, value, &now) != 0) {
		if (d->done)
			put_pointer(d, value);
		return;
	}
	if (!d->done) {
		decode_save(d, parameter, now);
		return;
	}
	before = decode_is_saved(d, parameter) ? d->saved[parameter] : now;
	changed = before != now;
	if (!put_begin(d, changed ? DECODE_CHANGE : DECODE_LIST))
		return;
	put_element(d);
	put_int(d, (int64_t)before);
	if (changed) {
		put_element(d);
		put_int(d, (int64_t)now);
	}
	put_end(d, 0);
}

/* --- vectors
 * ---------------------------------------------------------------------- */

/* One buffer of a vector: its bytes as far as they are filled. */
static void show_buffer(struct decode *d, uint64_t base, uint64_t len,
			enum decode_vector how)
{
	uint64_t has = len;

	if (!put_begin(d, DECODE_STRUCT))
		return;
	if (how == VECTOR_FILLED) {
		has = len < d->left ? len : d->left;
		d->left -= has;
	}
	PUT_FIELD(d, "iov_base");
	if (how == VECTOR_ADDRESSES)
		put_pointer(d, base);
	else if (d->packets)
		put_payload(d, base, has);
	else
		put_bytes(d, base, has, 0);
	PUT_FIELD(d, "iov_len");
	put_number(d, len, DECODE_UNSIGNED);
	put_end(d, 0);
}

void put_vector(struct decode *d, uint64_t at, uint64_t n,
		enum decode_vector how)
{
	uint64_t i, base, len, shown = decode_shown_of(d, n);

	if (!at || n > IOV_MAX_LEN || (n && decode_word(d, at, &base) != 0)) {
		put_pointer(d, at);
		return;
	}
	if (!put_begin(d, DECODE_LIST))
		return;
	for (i = 0; i < shown; i++) {
		const uint8_t *pair =
			decode_see(d, at + i * IOVEC_SIZE, IOVEC_SIZE);

		if (!pair)
			break;
		__builtin_memcpy(&base, pair, 8);
		__builtin_memcpy(&len, pair + 8, 8);
		put_element(d);
		show_buffer(d, base, len, how);
	}
	put_end(d, i < n);
}

void special_iov(struct decode *d, uint64_t value, unsigned int parameter)
{
	put_vector(d, value, decode_value(d, parameter), VECTOR_FULL);
}

void special_iov_filled(struct decode *d, uint64_t value,
			unsigned int parameter)
{
	d->left = (uint64_t)d->ret;
	put_vector(d, value, decode_value(d, parameter), VECTOR_FILLED);
}

void special_iov_addresses(struct decode *d, uint64_t value,
			   unsigned int parameter)
{
	put_vector(d, value, decode_value(d, parameter), VECTOR_ADDRESSES);
}
