/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Sockets of many families, each for a call of fsync: what it is, as
 * getsockname and inet_ntop say, is printed beside.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <fcntl.h>
#include <linux/netlink.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static void show(const char *name, int fd)
{
	printf("%s", name);
	fflush(stdout);
	fsync(fd);
}

static void text6(const char *text, int scope)
{
	struct sockaddr_in6 a = {.sin6_family = AF_INET6,
				 .sin6_port = htons(4242),
				 .sin6_scope_id = (unsigned int)scope};
	char shown[64];
	int fd = socket(AF_INET6, SOCK_DGRAM, 0);

	inet_pton(AF_INET6, text, &a.sin6_addr);
	inet_ntop(AF_INET6, &a.sin6_addr, shown, sizeof(shown));
	/* an address that a UDP socket is connected to need not be there */
	if (fd >= 0 && connect(fd, (struct sockaddr *)&a, sizeof(a)) == 0) {
		printf("%s ", shown);
		show("ipv6", fd);
	}
	close(fd);
}

static void local_sockets(void)
{
	struct sockaddr_un path = {AF_UNIX, "named"};
	struct sockaddr_un abstract = {AF_UNIX, "\0abstract\0name"};
	int fd = socket(AF_UNIX, SOCK_SEQPACKET, 0);
	int other = socket(AF_UNIX, SOCK_SEQPACKET, 0);
	int pair[2];

	bind(fd, (struct sockaddr *)&path, sizeof(path));
	listen(fd, 1);
	show("path", fd);
	connect(other, (struct sockaddr *)&path, sizeof(path));
	show("connected", other);
	close(other);
	other = socket(AF_UNIX, SOCK_DGRAM, 0);
	bind(other, (struct sockaddr *)&abstract,
	     offsetof(struct sockaddr_un, sun_path) + 14);
	show("abstract", other);
	socketpair(AF_UNIX, SOCK_STREAM, 0, pair);
	show("pair", pair[0]);
}

static void internet(void)
{
	struct sockaddr_in a = {.sin_family = AF_INET,
				.sin_addr = {htonl(INADDR_LOOPBACK)}};
	socklen_t size = sizeof(a);
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	int other = socket(AF_INET, SOCK_STREAM, 0);

	bind(fd, (struct sockaddr *)&a, sizeof(a));
	listen(fd, 1);
	getsockname(fd, (struct sockaddr *)&a, &size);
	printf("%d ", ntohs(a.sin_port));
	show("listening", fd);
	connect(other, (struct sockaddr *)&a, sizeof(a));
	printf("%d ", ntohs(a.sin_port));
	show("client", other);
}

int main(void)
{
	static const char *const texts[] = {
		"::1",
		"2001:db8::1",
		"2001:db8:0:0:1:0:0:1",
		"::ffff:10.1.2.3",
		"2001:db8:0:1:1:1:1:1",
		"fe80::abcd:0:0:1",
	};
	int fd = socket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE);

	local_sockets();
	internet();
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		text6(texts[i], 0);
	show("netlink", fd);
	show("file", open("/dev/null", 0));
	show("closed", 77);
	return 0;
}
