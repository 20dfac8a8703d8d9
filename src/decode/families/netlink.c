/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Messages of netlink, and the attributes in them. */
#include <linux/genetlink.h>
#include <linux/netlink.h>

#include "base/nolibc.h"
#include "decode/families/families.h"
#include "decode/specials.h"

/* --- attributes
 * ---------------------------------------------------------------------- */

static void show_kind(struct decode *d, const struct decode_type *t,
		      uint16_t kind)
{
	uint64_t type = kind & NLA_TYPE_MASK;
	int flags = (kind & ~NLA_TYPE_MASK) != 0;

	if (flags && !put_begin(d, DECODE_FLAGS))
		return;
	if (flags) {
		put_flags_in(d, GROUP_nla, kind & ~(unsigned int)NLA_TYPE_MASK);
		put_element(d);
	}
	if (t->a == GROUP_nla) /* nobody knows names */
		put_number(d, type, DECODE_HEX);
	else
		put_one(d, t->a, type);
	if (flags)
		put_end(d, 0);
}

/* Has the type a value, and not only an address? */
static int is_value(const struct decode_type *of)
{
	switch (of->kind) {
	case K_NUMBER:
	case K_ONE:
	case K_FLAGS:
	case K_BITS:
		return 1;
	case K_SPECIAL:
		return of->size != 8 || of->length != 8;
	default:
		return 0;
	}
}

/* What an attribute of n bytes has: of that type if it is long enough. */
static void show_content(struct decode *d, unsigned int type, uintptr_t at,
			 uint64_t n)
{
	const struct decode_type *of = &decode_types[type];
	uint64_t value;

	d->given = n;
	if (is_value(of)) {
		if (n >= (of->size & ~SIZE_SIGNED) &&
		    decode_load(d, at, of->size, &value) == 0) {
			decode_show(d, type, value);
			return;
		}
	} else if (of->kind != K_STRUCT) {
		decode_show(d, type, at);
		return;
	} else if (n >= of->length) {
		decode_struct_at(d, type, at);
		return;
	} else if (n >= 8 && decode_part_at(d, type, at, (uint32_t)n)) {
		return;
	}
	put_bytes(d, at, n, DECODE_IN_HEX);
}

static void show_attribute(struct decode *d, const struct decode_type *t,
			   uintptr_t at, const struct nlattr *a, uint64_t left)
{
	uint64_t n = a->nla_len < left ? a->nla_len : left;
	int more = n > NLA_HDRLEN;

	if (more && !put_begin(d, DECODE_LIST))
		return;
	if (more)
		put_element(d);
	if (put_begin(d, DECODE_STRUCT)) {
		PUT_FIELD(d, "nla_len");
		put_number(d, a->nla_len, DECODE_UNSIGNED);
		PUT_FIELD(d, "nla_type");
		show_kind(d, t, a->nla_type);
		put_end(d, 0);
	}
	if (!more)
		return;
	put_element(d);
	d->kind = a->nla_type & NLA_TYPE_MASK;
	show_content(d, decode_resolve(d, t->b), at + NLA_HDRLEN,
		     n - NLA_HDRLEN);
	put_end(d, 0);
}

/* Bytes from one to the next of those that are behind each other. */
static uint64_t step_of(uint64_t length, uint64_t least, uint64_t left)
{
	uint64_t n = (length + 3) & ~(uint64_t)3;

	if (length < least || n > left)
		n = left;
	return n;
}

/* Several are a list, one is shown as it is. */
void put_attributes(struct decode *d, const struct decode_type *t, uintptr_t at,
		    uint64_t n)
{
	struct nlattr a;
	uint64_t i = 0, step;
	int list = 0, more = 0;

	if (n < sizeof(a) || decode_read(d, &a, at, sizeof(a)) != 0) {
		put_bytes(d, at, n, DECODE_IN_HEX);
		return;
	}
	do {
		step = step_of(a.nla_len, sizeof(a), n);
		if (!i && n - step >= sizeof(a)) {
			list = put_begin(d, DECODE_LIST);
			if (!list)
				return;
		}
		more = list && i >= d->strings;
		if (more)
			break;
		if (list)
			put_element(d);
		show_attribute(d, t, at, &a, n);
		at += step;
		n -= step;
		i++;
	} while (n >= sizeof(a) && decode_read(d, &a, at, sizeof(a)) == 0);
	if (list)
		put_end(d, more);
}

/* --- messages
 * ------------------------------------------------------------------------ */

/* What is known of the messages of one protocol. */
struct protocol {
	uint8_t number;
	uint16_t types;	     /* group */
	uint16_t head;	     /* switch: the struct that they begin with */
	uint16_t attributes; /* switch: what follows it */
};

static const struct protocol protocols[] = {
	{NETLINK_ROUTE, GROUP_rtm, TYPE_nl_route_head,
	 TYPE_nl_route_attributes},
	{NETLINK_SOCK_DIAG, GROUP_sock_diag, TYPE_nl_diag_head,
	 TYPE_nl_diag_attributes},
	{NETLINK_GENERIC, GROUP_genl, TYPE_nl_generic_head,
	 TYPE_nl_generic_attributes},
	{NETLINK_NETFILTER, GROUP_nlmsg, TYPE_nl_netfilter_head,
	 TYPE_nl_netfilter_attributes},
	{NETLINK_XFRM, GROUP_xfrm_msg, 0, 0},
	{NETLINK_AUDIT, GROUP_audit_msg, 0, 0},
	{NETLINK_CRYPTO, GROUP_crypto_msg, 0, 0},
};

static const struct protocol *protocol_of(const struct decode *d)
{
	for (unsigned int i = 0; i < sizeof(protocols) / sizeof(*protocols);
	     i++)
		if (protocols[i].number == d->netlink)
			return &protocols[i];
	return NULL;
}

/* Of a subsystem's messages; 0: they have no names. */
static unsigned int netfilter_group(struct decode *d, uint16_t type)
{
	d->kind = type >> 8;
	return decode_types[decode_resolve(d, TYPE_nl_netfilter_type)].a;
}

/* Subsystem and message; but these two, which are of none. */
static void show_netfilter_type(struct decode *d, uint16_t type)
{
	unsigned int group = netfilter_group(d, type);
	size_t n;

	if (decode_find(GROUP_nfnl_batch, type, &n)) {
		put_one(d, GROUP_nfnl_batch, type);
		return;
	}
	if (!put_begin(d, DECODE_FLAGS))
		return;
	put_element(d);
	put_one(d, GROUP_nfnl_subsys, type >> 8);
	PUT_LITERAL(d, "<<8");
	put_element(d);
	if (group)
		put_one(d, group, type & 255);
	else
		put_number(d, type & 255, DECODE_HEX);
	put_end(d, 0);
}

static void show_type(struct decode *d, uint16_t type)
{
	const struct protocol *p = protocol_of(d);

	if (type < NLMSG_MIN_TYPE || !p)
		put_one(d, GROUP_nlmsg, type);
	else if (p->number == NETLINK_NETFILTER)
		show_netfilter_type(d, type);
	else
		put_one(d, p->types, type);
}

/* NFT_MSG_NEWRULE, IPCTNL_MSG_CT_NEW: what it does, as its name says. NULL: it
 * says nothing of the kind. */
static const char *verb_of(const char *name, size_t n, unsigned int group)
{
	size_t i = 4;

	while (i < n && memcmp(name + i - 4, "MSG_", 4) != 0)
		i++;
	if (group != GROUP_nft_msg) {
		while (i < n && name[i] != '_')
			i++;
		i++;
	}
	return i + 3 <= n ? name + i : NULL;
}

static unsigned int netfilter_flags(struct decode *d, uint16_t type)
{
	unsigned int group = netfilter_group(d, type);
	size_t n;
	const char *name = group ? decode_find(group, type & 255, &n) : NULL;
	const char *verb = name ? verb_of(name, n, group) : NULL;

	if (verb && memcmp(verb, "NEW", 3) == 0)
		return GROUP_nlm_new;
	if (verb && memcmp(verb, "DEL", 3) == 0)
		return GROUP_nlm_delete;
	if (verb && memcmp(verb, "GET", 3) == 0)
		return GROUP_nlm_get;
	return GROUP_nlm;
}

/* What the upper bits mean depends on the message. */
static unsigned int flags_of(struct decode *d, const struct nlmsghdr *h)
{
	unsigned int type = h->nlmsg_type;

	if (type == NLMSG_ERROR)
		return GROUP_nlm_ack;
	if (type < NLMSG_MIN_TYPE)
		return GROUP_nlm;
	if (d->netlink == NETLINK_SOCK_DIAG)
		return GROUP_nlm_get;
	if (d->netlink == NETLINK_NETFILTER)
		return netfilter_flags(d, h->nlmsg_type);
	if (d->netlink != NETLINK_ROUTE)
		return d->netlink == NETLINK_GENERIC ? GROUP_nlm_get
						     : GROUP_nlm;
	switch (type & 3) { /* NEW, DEL, GET, SET */
	case 0:
		return GROUP_nlm_new;
	case 1:
		return GROUP_nlm_delete;
	case 2:
		return GROUP_nlm_get;
	default:
		return GROUP_nlm;
	}
}

static void show_header(struct decode *d, const struct nlmsghdr *h)
{
	if (!put_begin(d, DECODE_STRUCT))
		return;
	PUT_FIELD(d, "nlmsg_len");
	put_number(d, h->nlmsg_len, DECODE_UNSIGNED);
	PUT_FIELD(d, "nlmsg_type");
	show_type(d, h->nlmsg_type);
	PUT_FIELD(d, "nlmsg_flags");
	put_flags(d, flags_of(d, h), h->nlmsg_flags);
	PUT_FIELD(d, "nlmsg_seq");
	put_number(d, h->nlmsg_seq, DECODE_UNSIGNED);
	PUT_FIELD(d, "nlmsg_pid");
	put_int(d, (int32_t)h->nlmsg_pid);
	put_end(d, 0);
}

static void show_message(struct decode *d, uintptr_t at, uint64_t left);

/* The error, and the message that it is about: its header at least. */
static void show_answer(struct decode *d, const struct nlmsghdr *h,
			uintptr_t at, uint64_t n)
{
	uint64_t error, length, has = n - 4;
	int capped = (h->nlmsg_flags & NLM_F_CAPPED) != 0, list = 0;

	if (n < 4 || decode_load(d, at, 4 | SIZE_SIGNED, &error) != 0) {
		put_bytes(d, at, n, DECODE_IN_HEX);
		return;
	}
	if (has >= sizeof(*h) && decode_load(d, at + 4, 4, &length) == 0) {
		if (capped || length < sizeof(*h))
			length = sizeof(*h);
		length = step_of(length, sizeof(*h), has);
		list = h->nlmsg_flags & NLM_F_ACK_TLVS && length < has &&
		       put_begin(d, DECODE_LIST);
		if (list)
			put_element(d);
		has = length;
	}
	if (put_begin(d, DECODE_STRUCT)) {
		PUT_FIELD(d, "error");
		put_error(d, (int32_t)error);
		if (has) {
			PUT_FIELD(d, "msg");
			show_message(d, at + 4, has);
		}
		put_end(d, 0);
	}
	if (!list)
		return;
	put_element(d);
	put_attributes(d, &decode_types[TYPE_nlmsgerr_attributes], at + 4 + has,
		       n - 4 - has);
	put_end(d, 0);
}

/* The struct that a message begins with; of one that is cut its first member,
 * as strace shows it. */
static void show_head(struct decode *d, unsigned int head, uintptr_t at,
		      uint64_t n)
{
	const struct decode_type *of = &decode_types[head];

	if (n >= of->length)
		decode_struct_at(d, head, at);
	else if (!n || !decode_part_at(d, head, at, 1)) /* its family */
		put_bytes(d, at, n, DECODE_IN_HEX);
}

#define OF_REQUEST 0x100u

/* What its structs are chosen by: for those about sockets the family, and
 * whether it asks. */
static uint32_t kind_of(struct decode *d, const struct nlmsghdr *h,
			uintptr_t at)
{
	uint64_t family = 0;

	if (d->netlink != NETLINK_SOCK_DIAG)
		return h->nlmsg_type;
	decode_load(d, at, 1, &family);
	return (uint32_t)family |
	       (h->nlmsg_flags & NLM_F_REQUEST ? OF_REQUEST : 0);
}

static int is_address(unsigned int type)
{
	return decode_types[type].kind == K_ATTRIBUTES ||
	       decode_types[type].kind == K_BYTES;
}

/* 1: it was one of a protocol that is known. */
static int show_known(struct decode *d, const struct nlmsghdr *h, uintptr_t at,
		      uint64_t n)
{
	const struct protocol *p = protocol_of(d);
	unsigned int head, follows;
	uint64_t size;

	if (!p || !p->head)
		return 0;
	d->kind = kind_of(d, h, at);
	head = decode_resolve(d, p->head);
	follows = decode_resolve(d, p->attributes);
	if (decode_types[head].kind != K_STRUCT)
		return 0;
	size = ((uint64_t)decode_types[head].length + 3) & ~(uint64_t)3;
	show_head(d, head, at, n);
	if (n <= size || !is_address(follows))
		return 1;
	put_element(d);
	d->given = n - size;
	decode_show(d, follows, at + size);
	return 1;
}

/* What follows the header. */
static void show_rest(struct decode *d, const struct nlmsghdr *h, uintptr_t at,
		      uint64_t n)
{
	uint64_t value;

	put_element(d);
	if (h->nlmsg_type >= NLMSG_MIN_TYPE && show_known(d, h, at, n))
		return;
	if (h->nlmsg_type == NLMSG_ERROR && !d->answers) {
		d->answers = 1; /* one about another is not shown in it */
		show_answer(d, h, at, n);
		d->answers = 0;
	} else if (h->nlmsg_type == NLMSG_DONE && n == 4 &&
		   decode_load(d, at, 4 | SIZE_SIGNED, &value) == 0)
		put_int(d, (int64_t)value);
	else
		put_bytes(d, at, n, DECODE_IN_HEX);
}

/* One of at most so many bytes, its header at least. */
static void show_message(struct decode *d, uintptr_t at, uint64_t left)
{
	struct nlmsghdr h;
	uint64_t n;

	if (left < sizeof(h) || decode_read(d, &h, at, sizeof(h)) != 0) {
		put_bytes(d, at, left, 0);
		return;
	}
	n = h.nlmsg_len < left ? h.nlmsg_len : left;
	if (n <= sizeof(h)) {
		show_header(d, &h);
		return;
	}
	if (!put_begin(d, DECODE_LIST))
		return;
	put_element(d);
	show_header(d, &h);
	show_rest(d, &h, at + sizeof(h), n - sizeof(h));
	put_end(d, 0);
}

/* Several are a list, as attributes are. */
static void show_messages(struct decode *d, uintptr_t at, uint64_t n)
{
	struct nlmsghdr h;
	uint64_t i = 0, step;
	int list = 0, more = 0;

	while (n >= sizeof(h) && decode_read(d, &h, at, sizeof(h)) == 0) {
		step = step_of(h.nlmsg_len, sizeof(h), n);
		if (!i && n - step >= sizeof(h)) {
			list = put_begin(d, DECODE_LIST);
			if (!list)
				return;
		}
		more = list && i >= d->strings;
		if (more)
			break;
		if (list)
			put_element(d);
		show_message(d, at, n);
		at += step;
		n -= step;
		i++;
	}
	if (list)
		put_end(d, more);
}

/* A message has at most so many bytes. */
#define LENGTH_MAX (1u << 24)

/* Asks the process only if the bytes may be messages. */
static int is_netlink(struct decode *d, uintptr_t at, uint64_t n)
{
	struct nlmsghdr h;

	if (n < sizeof(h) || !d->host || !d->host->netlink ||
	    decode_read(d, &h, at, sizeof(h)) != 0 || h.nlmsg_len < sizeof(h) ||
	    h.nlmsg_len > LENGTH_MAX)
		return 0;
	if (d->netlink == DECODE_NOT_ASKED)
		d->netlink = d->host->netlink(d, (int)d->arg[0]);
	return d->netlink >= 0 && d->netlink != NETLINK_KOBJECT_UEVENT;
}

void put_payload(struct decode *d, uintptr_t at, uint64_t n)
{
	if (is_netlink(d, at, n))
		show_messages(d, at, n);
	else
		put_bytes(d, at, n, 0);
}

void special_payload(struct decode *d, uint64_t value, unsigned int parameter)
{
	put_payload(d, value, decode_value(d, parameter));
}

/* --- values of attributes
 * ------------------------------------------------------------------------- */

/* A name: what is in front of a NUL, or all of it. */
void special_attribute_text(struct decode *d, uint64_t value,
			    unsigned int parameter)
{
	uint64_t n = d->given, last = 1;

	(void)parameter;
	if (n && decode_load(d, value + n - 1, 1, &last) == 0 && !last)
		put_bytes(d, value, n - 1, 0);
	else
		put_bytes(d, value, n, 0);
}

/* The kind of a link: the kernel needs no NUL behind it, but strace says that
 * it goes on without one. */
void special_attribute_kind(struct decode *d, uint64_t value,
			    unsigned int parameter)
{
	(void)parameter;
	put_text(d, value, (size_t)d->given, DECODE_CUT);
}

/* 02:fc:00:00:00:05 */
void special_attribute_lladdr(struct decode *d, uint64_t value,
			      unsigned int parameter)
{
	put_hardware(d, value, d->given);
	(void)parameter;
}

/* An address, by its length. */
void special_attribute_address(struct decode *d, uint64_t value,
			       unsigned int parameter)
{
	(void)parameter;
	if (d->given == 4 || d->given == 16)
		put_address(d, value, d->given == 4);
	else
		put_bytes(d, value, d->given, DECODE_IN_HEX);
}
