/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Sockets: kinds, addresses, options. */
#include "decode/specials.h"

#include <linux/netlink.h>

#include "decode/sinks/out.h"
#include "base/nolibc.h"

/* No header for programs without libc has these. */
#define AF_UNIX_NUMBER 1
#define AF_INET_NUMBER 2
#define AF_INET6_NUMBER 10
#define AF_NETLINK_NUMBER 16
#define AF_PACKET_NUMBER 17
#define SETSOCKOPT_NUMBER 54

void special_socket_type(struct decode *d, uint64_t value,
			 unsigned int parameter)
{
	uint64_t kind = value & 0xf, rest = value & ~(uint64_t)0xf;
	size_t n;
	const char *name = decode_find(GROUP_sock_type, kind, &n);

	(void)parameter;
	if (!name) {
		put_flags(d, GROUP_sock_flag, value);
		return;
	}
	if (!put_begin(d, DECODE_FLAGS))
		return;
	put_element(d);
	put_name(d, name, n, kind);
	rest = put_flags_in(d, GROUP_sock_flag, rest);
	if (rest) {
		put_element(d);
		put_number(d, rest, DECODE_HEX);
	}
	put_end(d, 0);
}

/* By the domain. */
void special_socket_protocol(struct decode *d, uint64_t value,
			     unsigned int parameter)
{
	(void)parameter;
	switch ((uint32_t)d->arg[0]) {
	case AF_INET_NUMBER:
	case AF_INET6_NUMBER:
		put_one(d, GROUP_ipproto, value);
		break;
	case AF_NETLINK_NUMBER:
		put_one(d, GROUP_netlink, value);
		break;
	case AF_PACKET_NUMBER:
		PUT_LITERAL(d, "htons(");
		put_one(d, GROUP_ethernet, __builtin_bswap16((uint16_t)value));
		PUT_LITERAL(d, ")");
		break;
	default:
		put_int(d, decode_int(value));
		break;
	}
}

/* --- addresses
 * ---------------------------------------------------------------------- */

static unsigned int big(const uint8_t *p)
{
	return (unsigned int)p[0] << 8 | p[1];
}

static uint32_t little(const uint8_t *p)
{
	uint32_t word;

	memcpy(&word, p, sizeof(word));
	return word;
}

static void add_dotted(struct decode_out *out, const uint8_t *p)
{
	for (int i = 0; i < 4; i++) {
		if (i)
			out_byte(out, '.');
		out_decimal(out, p[i]);
	}
}

/* The longest run of at least two zero words: its place; 8: there is none. */
static unsigned int zeros(const uint8_t *p, unsigned int *length)
{
	unsigned int best = 8;

	*length = 1;
	for (unsigned int at = 0; at < 8; at++) {
		unsigned int n = 0;

		while (at + n < 8 && !big(p + 2 * (at + n)))
			n++;
		if (n > *length) {
			best = at;
			*length = n;
		}
		at += n;
	}
	return best;
}

/* As inet_ntop writes it. */
static void add_colons(struct decode_out *out, const uint8_t *p)
{
	unsigned int n, at = zeros(p, &n);
	int old = at == 0 && (n == 6 || (n == 5 && big(p + 10) == 0xffff));
	unsigned int last = old ? 6 : 8;

	for (unsigned int i = 0; i < last; i++) {
		if (i == at) {
			OUT_TEXT(out, "::");
			i += n - 1;
			continue;
		}
		if (i && i != at + n)
			out_byte(out, ':');
		out_hex(out, big(p + 2 * i), 1);
	}
	if (!old)
		return;
	if (n == 5)
		out_byte(out, ':');
	add_dotted(out, p + 12);
}

void put_address(struct decode *d, uint64_t at, int v4)
{
	char text[48];
	struct decode_out out = {text, text, text + sizeof(text), 0};
	const uint8_t *p = decode_see(d, at, v4 ? 4 : 16);

	if (!p) {
		put_pointer(d, at);
		return;
	}
	if (v4) {
		PUT_LITERAL(d, "inet_addr(");
		add_dotted(&out, p);
	} else {
		PUT_LITERAL(d, "inet_pton(AF_INET6, ");
		add_colons(&out, p);
	}
	put_string(d, text, decode_length(&out));
	PUT_LITERAL(d, ")");
}

void put_address_of(struct decode *d, uint64_t at)
{
	char text[48];
	struct decode_out out = {text, text, text + sizeof(text), 0};
	const uint8_t *p = decode_see(d, at, 16);
	size_t n;
	const char *name = decode_text_at(decode_names, d->member, &n);

	if (!p) {
		put_pointer(d, at);
		return;
	}
	add_colons(&out, p);
	PUT_LITERAL(d, "inet_pton(AF_INET6, ");
	put_string(d, text, decode_length(&out));
	PUT_LITERAL(d, ", &");
	d->sink->ops->literal(d->sink, name, n);
	PUT_LITERAL(d, ")");
}

#define HARDWARE_MAX 32

/* 02:fc:00:00:00:05, a string among values. */
void put_hardware(struct decode *d, uint64_t at, uint64_t n)
{
	char text[3 * HARDWARE_MAX];
	struct decode_out out = {text, text, text + sizeof(text), 0};
	const uint8_t *p = n && n <= HARDWARE_MAX ? decode_see(d, at, (size_t)n)
						  : NULL;

	if (!p) {
		put_bytes(d, at, n, DECODE_IN_HEX);
		return;
	}
	for (uint64_t i = 0; i < n; i++) {
		if (i)
			out_byte(&out, ':');
		out_hex(&out, p[i], 2);
	}
	put_name(d, text, decode_length(&out), 0);
}

static void show_port(struct decode *d, const uint8_t *p)
{
	PUT_LITERAL(d, "htons(");
	put_number(d, big(p), DECODE_UNSIGNED);
	PUT_LITERAL(d, ")");
}

static void show_inet(struct decode *d, const uint8_t *p)
{
	char text[16];
	struct decode_out out = {text, text, text + sizeof(text), 0};

	add_dotted(&out, p + 4);
	PUT_FIELD(d, "sin_port");
	show_port(d, p + 2);
	PUT_FIELD(d, "sin_addr");
	PUT_LITERAL(d, "inet_addr(");
	put_string(d, text, decode_length(&out));
	PUT_LITERAL(d, ")");
}

static void show_inet6(struct decode *d, const uint8_t *p, size_t n)
{
	char text[48];
	struct decode_out out = {text, text, text + sizeof(text), 0};

	add_colons(&out, p + 8);
	PUT_FIELD(d, "sin6_port");
	show_port(d, p + 2);
	PUT_FIELD(d, "sin6_flowinfo");
	PUT_LITERAL(d, "htonl(");
	put_number(d, __builtin_bswap32(little(p + 4)), DECODE_UNSIGNED);
	PUT_LITERAL(d, ")");
	PUT_BARE(d, "sin6_addr");
	PUT_LITERAL(d, "inet_pton(AF_INET6, ");
	put_string(d, text, decode_length(&out));
	PUT_LITERAL(d, ", &sin6_addr)");
	if (n < 28)
		return;
	PUT_FIELD(d, "sin6_scope_id");
	put_number(d, little(p + 24), DECODE_UNSIGNED);
}

static void show_unix(struct decode *d, uint64_t at, size_t n)
{
	uint64_t first = 0;

	if (n <= 2)
		return;
	PUT_FIELD(d, "sun_path");
	decode_load(d, at + 2, 1, &first);
	if (!first)
		put_all(d, at + 3, n - 3, DECODE_ABSTRACT);
	else
		put_text(d, at + 2, n - 2, 0);
}

static void show_netlink(struct decode *d, const uint8_t *p)
{
	uint32_t pid = little(p + 4), groups = little(p + 8);

	PUT_FIELD(d, "nl_pid");
	put_int(d, (int32_t)pid);
	PUT_FIELD(d, "nl_groups");
	put_number(d, groups, DECODE_HEX8);
}

/* Bytes that an address of the family has at least. */
static size_t least_size(unsigned int family)
{
	switch (family) {
	case AF_INET_NUMBER:
		return 16;
	case AF_INET6_NUMBER:
		return 24;
	case AF_NETLINK_NUMBER:
		return sizeof(struct sockaddr_nl);
	default:
		return 2;
	}
}

#define ADDRESS_MAX 128

void put_sockaddr(struct decode *d, uint64_t at, int64_t length)
{
	uint8_t p[28];
	size_t n = length < ADDRESS_MAX ? (size_t)length : ADDRESS_MAX;
	unsigned int family;

	if (!at || length < 2 || !decode_see(d, at, n)) {
		put_pointer(d, at);
		return;
	}
	memcpy(p, decode_see(d, at, n), n < sizeof(p) ? n : sizeof(p));
	family = p[0] | (unsigned int)p[1] << 8;
	if (n < least_size(family) || !put_begin(d, DECODE_STRUCT)) {
		put_pointer(d, at);
		return;
	}
	PUT_FIELD(d, "sa_family");
	put_one(d, GROUP_family, family);
	switch (family) {
	case AF_UNIX_NUMBER:
		show_unix(d, at, n);
		break;
	case AF_INET_NUMBER:
		show_inet(d, p);
		break;
	case AF_INET6_NUMBER:
		show_inet6(d, p, n);
		break;
	case AF_NETLINK_NUMBER:
		show_netlink(d, p);
		break;
	default:
		PUT_FIELD(d, "sa_data");
		put_all(d, at + 2, n - 2, 0);
		break;
	}
	put_end(d, 0);
}

void special_sockaddr(struct decode *d, uint64_t value, unsigned int parameter)
{
	put_sockaddr(d, value, decode_int(decode_value(d, parameter)));
}

/* The int at the address that argument i (from 1 on) is. 0: there is none. */
static int int_at(struct decode *d, unsigned int i, int64_t *value)
{
	uint64_t word;

	if (decode_load(d, d->arg[i - 1], 4 | SIZE_SIGNED, &word) != 0)
		return 0;
	*value = (int64_t)word;
	return 1;
}

/* Parameter: the argument that points to the length, here and below. */
void special_sockaddr_filled(struct decode *d, uint64_t value,
			     unsigned int parameter)
{
	int64_t length, room;

	if (!int_at(d, parameter, &length)) {
		if (d->done)
			put_pointer(d, value);
		return;
	}
	if (!d->done) {
		decode_save(d, SAVED_LENGTH, (uint64_t)length);
		return;
	}
	if (d->failed) {
		put_pointer(d, value);
		return;
	}
	room = (int64_t)d->saved[SAVED_LENGTH];
	if (decode_is_saved(d, SAVED_LENGTH) && room < length)
		length = room;
	put_sockaddr(d, value, length);
}

void special_sockaddr_length(struct decode *d, uint64_t value,
			     unsigned int parameter)
{
	int64_t length, before;
	int changed;

	if (!d->done)
		return;
	if (!int_at(d, parameter, &length)) {
		put_pointer(d, value);
		return;
	}
	before = decode_is_saved(d, SAVED_LENGTH)
			 ? (int64_t)d->saved[SAVED_LENGTH]
			 : length;
	changed = before != length && !d->failed;
	if (!put_begin(d, changed ? DECODE_CHANGED : DECODE_LIST))
		return;
	put_element(d);
	put_int(d, before);
	if (changed) {
		put_element(d);
		put_int(d, length);
	}
	put_end(d, 0);
}

/* --- options
 * ------------------------------------------------------------------------- */

/* What no table says: a number, or bytes. */
void special_sockopt_plain(struct decode *d, uint64_t value,
			   unsigned int parameter)
{
	uint64_t number;

	(void)parameter;
	if (d->given != 4 ||
	    decode_load(d, value, 4 | SIZE_SIGNED, &number) != 0) {
		put_bytes(d, value, d->given, 0);
		return;
	}
	if (!put_begin(d, DECODE_LIST))
		return;
	put_element(d);
	put_int(d, (int64_t)number);
	put_end(d, 0);
}

/* A filter that is given, or the bytes of one that is asked for. */
void special_sockopt_filter(struct decode *d, uint64_t value,
			    unsigned int parameter)
{
	(void)parameter;
	if (d->given >= 16 && d->nr == SETSOCKOPT_NUMBER)
		decode_struct_at(d, TYPE_sock_fprog, value);
	else
		put_bytes(d, value, d->given, 0);
}

/* Words of bits. */
void special_sockopt_groups(struct decode *d, uint64_t value,
			    unsigned int parameter)
{
	(void)parameter;
	put_ints(d, value, d->given / 4);
}

static void show_option(struct decode *d, uint64_t at, int64_t length)
{
	if (!at || length <= 0) {
		put_pointer(d, at);
		return;
	}
	d->given = (uint64_t)length;
	decode_show(d, decode_resolve(d, TYPE_sockopt_value), at);
}

void special_sockopt_given(struct decode *d, uint64_t value,
			   unsigned int parameter)
{
	(void)parameter;
	show_option(d, value, decode_int(d->arg[4]));
}

void special_sockopt_got(struct decode *d, uint64_t value,
			 unsigned int parameter)
{
	int64_t length;

	(void)parameter;
	if (!int_at(d, 5, &length)) {
		if (d->done)
			put_pointer(d, value);
	} else if (!d->done) {
		decode_save(d, SAVED_LENGTH, (uint64_t)length);
	} else if (d->failed) {
		put_pointer(d, value);
	} else {
		show_option(d, value, length);
	}
}
