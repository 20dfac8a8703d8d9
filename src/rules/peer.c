/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Finds the address of a call's other end, and writes it as text. */
#include "rules/peer.h"

#include <linux/in.h>
#include <linux/in6.h>
#include <linux/un.h>
#include <linux/socket.h>

#include "base/nolibc.h"
#include "base/rawcall.h"
#include "thread/memory.h"
#include "thread/thread.h"

#define INET 2
#define INET6 10
#define INET6_LEAST 24 /* without the scope (RFC 2133) */

union address {
	uint16_t family;
	struct sockaddr_in in;
	struct sockaddr_in6 in6;
	struct sockaddr_un un;
	unsigned char bytes[PEER_TEXT - 16];
};

static unsigned int port_of(uint16_t big_endian)
{
	return __builtin_bswap16(big_endian);
}

/* --- as text ---------------------------------------------------------------
 */

/* The longest run of zeros, the first if there are two (RFC 5952); its length,
 * 0: none is longer than one. */
static int zeros(const unsigned int group[8], int *from)
{
	int longest = 0;

	for (int i = 0, run = 0; i < 8; i++) {
		run = group[i] ? 0 : run + 1;
		if (run > longest) {
			longest = run;
			*from = i - run + 1;
		}
	}
	return longest > 1 ? longest : 0;
}

static void write_ipv6(const unsigned char ip[16], unsigned int port,
		       struct peer *peer)
{
	char *to = peer->text, *end = to + sizeof(peer->text);
	unsigned int group[8];
	int from = 8, run;

	for (int i = 0; i < 8; i++)
		group[i] = (unsigned int)ip[2 * i] << 8 | ip[2 * i + 1];
	run = zeros(group, &from);
	*to++ = '[';
	for (int i = 0; i < 8; i++) {
		if (run && i == from) {
			to += nolibc_format(to, (size_t)(end - to), "::");
			i += run - 1;
			continue;
		}
		to += nolibc_format(to, (size_t)(end - to), "%s%x",
				    i && to[-1] != ':' ? ":" : "", group[i]);
	}
	nolibc_format(to, (size_t)(end - to), "]:%u", port);
	to = peer->digits;
	to += nolibc_format(to, PEER_TEXT, "6=");
	for (int i = 0; i < 16; i++)
		to += nolibc_format(to, 3, "%x%x", ip[i] >> 4, ip[i] & 15);
	nolibc_format(to, 8, "=%u", port);
}

static void write_ipv4(const unsigned char ip[4], unsigned int port,
		       struct peer *peer)
{
	nolibc_format(peer->text, PEER_TEXT, "%u.%u.%u.%u:%u", ip[0], ip[1],
		      ip[2], ip[3], port);
	nolibc_format(peer->digits, PEER_TEXT, "4=%x%x%x%x%x%x%x%x=%u",
		      ip[0] >> 4, ip[0] & 15, ip[1] >> 4, ip[1] & 15,
		      ip[2] >> 4, ip[2] & 15, ip[3] >> 4, ip[3] & 15, port);
}

static int is_zero(const unsigned char *bytes, size_t n)
{
	while (n && !bytes[n - 1])
		n--;
	return n == 0;
}

/* A message sent to "any address" reaches this machine. */
static void write_inet(const unsigned char ip[4], uint16_t port,
		       struct peer *peer)
{
	static const unsigned char here[4] = {127, 0, 0, 1};

	write_ipv4(is_zero(ip, 4) ? here : ip, port_of(port), peer);
}

static void write_inet6(const struct sockaddr_in6 *in6, struct peer *peer)
{
	static const unsigned char here[16] = {[15] = 1};
	const unsigned char *ip = in6->sin6_addr.s6_addr;

	if (is_zero(ip, 10) && ip[10] == 0xff && ip[11] == 0xff)
		write_inet(ip + 12, in6->sin6_port, peer);
	else
		write_ipv6(is_zero(ip, 16) ? here : ip, port_of(in6->sin6_port),
			   peer);
}

static int write_unix(const union address *a, size_t size, struct peer *peer)
{
	size_t n = size - sizeof(a->family);
	const char *path = a->un.sun_path;
	int is_abstract = n && !path[0];

	if (!n)
		return 0;
	if (is_abstract)
		path++, n--;
	nolibc_format(peer->text, PEER_TEXT, "unix:%s%.*s",
		      is_abstract ? "@" : "", (int)n, path);
	return 1;
}

static int write(const union address *a, size_t size, struct peer *peer)
{
	peer->text[0] = peer->digits[0] = '\0';
	if (size < sizeof(a->family))
		return 0;
	if (a->family == INET && size >= sizeof(a->in))
		write_inet((const unsigned char *)&a->in.sin_addr,
			   a->in.sin_port, peer);
	else if (a->family == INET6 && size >= INET6_LEAST)
		write_inet6(&a->in6, peer);
	else if (a->family == 1)
		return write_unix(a, size, peer);
	return peer->text[0] != '\0';
}

/* --- of a call -------------------------------------------------------------
 */

/* The address that the call gives. Returns 0 if it gives none, or none that can
 * be read. */
static int given(const struct call *call, union address *a, size_t *size)
{
	const struct SyscallRegs *regs = &call->regs;
	struct {
		uint64_t name;
		uint32_t length;
	} message = {0, 0};

	switch (call->nr) {
	case __NR_connect:
	case __NR_bind:
		message.name = regs->rsi;
		message.length = (uint32_t)regs->rdx;
		break;
	case __NR_sendto:
		message.name = regs->r8;
		message.length = (uint32_t)regs->r9;
		break;
	case __NR_sendmsg:
	case __NR_sendmmsg:
		memory_copy_in(&message, regs->rsi, 12);
		break;
	default:
		return 0;
	}
	*size = message.length < sizeof(*a) ? message.length : sizeof(*a);
	if (!message.name || memory_copy_in(a, message.name, *size) != *size)
		return 0;
	/* a datagram's address without a family is one of IPv4 */
	if (*size >= sizeof(a->in) && a->family == 0 &&
	    call->nr != __NR_connect && call->nr != __NR_bind)
		a->family = INET;
	return 1;
}

const struct peer *peer_of(const struct call *call, int i)
{
	struct {
		struct peer peer;
		union address a;
	} *kept = (void *)call->thread->room->path;
	size_t size;
	int length = sizeof(kept->a);

	if (!given(call, &kept->a, &size)) {
		if (SYSCALL(__NR_getpeername,
			    (int)hook_argument(&call->regs, i), &kept->a,
			    &length, 0, 0, 0) != 0)
			return NULL;
		size = (size_t)length < sizeof(kept->a) ? (size_t)length
							: sizeof(kept->a);
	}
	return write(&kept->a, size, &kept->peer) ? &kept->peer : NULL;
}
