/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* struct msghdr and what is in it: sendmsg, recvmsg, sendmmsg, recvmmsg. */
#include "decode/specials.h"

#include <linux/socket.h>

#include "base/nolibc.h"

#define SOL_SOCKET_NUMBER 1
#define SCM_RIGHTS_NUMBER 1
#define SCM_CREDENTIALS_NUMBER 2

/* As the kernel's struct user_msghdr. */
struct message {
	uint64_t name;
	int32_t name_length;
	uint32_t pad;
	uint64_t iov, iov_length;
	uint64_t control, control_length;
	uint32_t flags;
	uint32_t pad2;
};

/* And struct mmsghdr. */
#define MMSGHDR_SIZE 64
#define MMSGHDR_LENGTH 56 /* where msg_len is */

/* --- control data
 * -------------------------------------------------------------------- */

struct control {
	uint64_t length;
	uint32_t level, type;
};

#define CONTROL_MAX 4096 /* bytes that are looked at */

static void show_rights(struct decode *d, uint64_t at, uint64_t n)
{
	if (!put_begin(d, DECODE_LIST))
		return;
	for (uint64_t i = 0; i + 4 <= n; i += 4) {
		uint64_t fd;

		if (decode_load(d, at + i, 4 | SIZE_SIGNED, &fd) != 0)
			break;
		put_element(d);
		put_fd(d, (int)fd);
	}
	put_end(d, 0);
}

static void show_control_type(struct decode *d, const struct control *c)
{
	size_t n;
	const char *level = decode_find(GROUP_sol, c->level, &n);

	if (c->level == SOL_SOCKET_NUMBER)
		put_one(d, GROUP_scm, c->type);
	else if (level && n == 6 && memcmp(level, "SOL_IP", 6) == 0)
		put_one(d, GROUP_ip, c->type);
	else if (level && n == 8 && memcmp(level, "SOL_IPV6", 8) == 0)
		put_one(d, GROUP_ipv6, c->type);
	else
		put_number(d, c->type, DECODE_HEX);
}

static void show_control_data(struct decode *d, const struct control *c,
			      uint64_t at)
{
	uint64_t n = c->length - sizeof(*c);

	if (c->level == SOL_SOCKET_NUMBER && c->type == SCM_RIGHTS_NUMBER)
		show_rights(d, at, n);
	else if (c->level == SOL_SOCKET_NUMBER &&
		 c->type == SCM_CREDENTIALS_NUMBER && n >= 12)
		decode_struct_at(d, TYPE_ucred, at);
	else
		put_bytes(d, at, n, 0);
}

static void show_one_control(struct decode *d, const struct control *c,
			     uint64_t at)
{
	put_element(d);
	if (!put_begin(d, DECODE_STRUCT))
		return;
	PUT_FIELD(d, "cmsg_len");
	put_number(d, c->length, DECODE_UNSIGNED);
	PUT_FIELD(d, "cmsg_level");
	put_one(d, GROUP_sol, c->level);
	PUT_FIELD(d, "cmsg_type");
	show_control_type(d, c);
	PUT_FIELD(d, "cmsg_data");
	show_control_data(d, c, at + sizeof(*c));
	put_end(d, 0);
}

static void show_control(struct decode *d, uint64_t at, uint64_t length)
{
	uint64_t from = 0, n = length < CONTROL_MAX ? length : CONTROL_MAX;
	struct control c;

	if (!at || decode_read(d, &c.level, at, 1) != 0 ||
	    !put_begin(d, DECODE_LIST)) {
		put_pointer(d, at);
		return;
	}
	while (from + sizeof(c) <= n &&
	       decode_read(d, &c, at + from, sizeof(c)) == 0) {
		if (c.length < sizeof(c) || c.length > n - from)
			break;
		show_one_control(d, &c, at + from);
		from += (c.length + 7) & ~(uint64_t)7;
	}
	put_end(d, 0);
}

/* --- messages
 * -------------------------------------------------------------------------- */

static void show_name_length(struct decode *d, int32_t length)
{
	int32_t room = (int32_t)d->saved[SAVED_LENGTH];
	int changed = decode_is_saved(d, SAVED_LENGTH) && room != length;

	PUT_FIELD(d, "msg_namelen");
	if (!changed) {
		put_int(d, length);
		return;
	}
	if (!put_begin(d, DECODE_TURNED))
		return;
	put_element(d);
	put_int(d, room);
	put_element(d);
	put_int(d, length);
	put_end(d, 0);
}

static void show_message(struct decode *d, uint64_t at, enum decode_vector how)
{
	struct message m;

	if (!at || decode_read(d, &m, at, sizeof(m)) != 0 ||
	    !put_begin(d, DECODE_STRUCT)) {
		put_pointer(d, at);
		return;
	}
	PUT_FIELD(d, "msg_name");
	put_sockaddr(d, m.name, m.name_length);
	show_name_length(d, m.name_length);
	PUT_FIELD(d, "msg_iov");
	d->packets = 1;
	put_vector(d, m.iov, m.iov_length, how);
	d->packets = 0;
	PUT_FIELD(d, "msg_iovlen");
	put_number(d, m.iov_length, DECODE_UNSIGNED);
	if (m.control_length) {
		PUT_FIELD(d, "msg_control");
		show_control(d, m.control, m.control_length);
	}
	PUT_FIELD(d, "msg_controllen");
	put_number(d, m.control_length, DECODE_UNSIGNED);
	PUT_FIELD(d, "msg_flags");
	put_flags(d, GROUP_msg, m.flags);
	put_end(d, 0);
}

void special_message(struct decode *d, uint64_t value, unsigned int parameter)
{
	(void)parameter;
	show_message(d, value, VECTOR_FULL);
}

/* What was asked for, without what is not there. */
static void show_failed(struct decode *d, uint64_t at)
{
	struct message m;

	if (!at || decode_read(d, &m, at, sizeof(m)) != 0 ||
	    !put_begin(d, DECODE_STRUCT)) {
		put_pointer(d, at);
		return;
	}
	PUT_FIELD(d, "msg_namelen");
	put_int(d, m.name_length);
	put_end(d, 0);
}

void special_message_filled(struct decode *d, uint64_t value,
			    unsigned int parameter)
{
	uint64_t length;

	(void)parameter;
	if (!d->done) {
		if (decode_load(d, value + 8, 4 | SIZE_SIGNED, &length) == 0)
			decode_save(d, SAVED_LENGTH, length);
		return;
	}
	d->left = (uint64_t)d->ret;
	if (d->failed)
		show_failed(d, value);
	else
		show_message(d, value, VECTOR_FILLED);
}

/* An array of struct mmsghdr: the result says how many. */
static void show_messages(struct decode *d, uint64_t at, enum decode_vector how)
{
	uint64_t n = (uint64_t)d->ret, i, shown = decode_shown_of(d, n);
	uint64_t length;

	if (d->failed || !at ||
	    (n && decode_load(d, at + MMSGHDR_LENGTH, 4, &length) != 0) ||
	    !put_begin(d, DECODE_LIST)) {
		put_pointer(d, at);
		return;
	}
	for (i = 0; i < shown; i++, at += MMSGHDR_SIZE) {
		if (decode_load(d, at + MMSGHDR_LENGTH, 4, &length) != 0)
			break;
		put_element(d);
		if (!put_begin(d, DECODE_STRUCT))
			continue;
		d->left = length;
		PUT_FIELD(d, "msg_hdr");
		show_message(d, at, how);
		PUT_FIELD(d, "msg_len");
		put_number(d, length, DECODE_UNSIGNED);
		put_end(d, 0);
	}
	put_end(d, i < n);
}

void special_messages(struct decode *d, uint64_t value, unsigned int parameter)
{
	(void)parameter;
	show_messages(d, value, VECTOR_FULL);
}

void special_messages_filled(struct decode *d, uint64_t value,
			     unsigned int parameter)
{
	(void)parameter;
	if (d->done)
		show_messages(d, value, VECTOR_FILLED);
}

/* As it was before the call: the kernel writes what is left. */
void special_recvmmsg_timeout(struct decode *d, uint64_t value,
			      unsigned int parameter)
{
	uint64_t seconds, part;

	(void)parameter;
	if (!d->done) {
		if (decode_word(d, value, &seconds) == 0 &&
		    decode_word(d, value + 8, &part) == 0) {
			decode_save(d, SAVED_SECONDS, seconds);
			decode_save(d, SAVED_PART, part);
		}
		return;
	}
	if (!decode_is_saved(d, SAVED_SECONDS)) {
		decode_struct_at(d, TYPE_timespec, value);
		return;
	}
	if (!put_begin(d, DECODE_STRUCT))
		return;
	PUT_FIELD(d, "tv_sec");
	put_int(d, (int64_t)d->saved[SAVED_SECONDS]);
	PUT_FIELD(d, "tv_nsec");
	put_int(d, (int64_t)d->saved[SAVED_PART]);
	put_end(d, 0);
}
