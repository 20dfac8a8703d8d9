/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * inputs FILE: reads FILE by all calls that read or copy, and what it sends to
 * itself, and prints what it has got, places and addresses too.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

static char one[64], two[4096];
static struct iovec parts[2] = {{one, sizeof(one)}, {two, sizeof(two)}};

static void show(const char *what, long n, int fd)
{
	unsigned long sum = 0;

	for (size_t i = 0; i < sizeof(one); i++)
		sum = sum * 31 + (unsigned char)one[i];
	for (size_t i = 0; i < sizeof(two); i++)
		sum = sum * 31 + (unsigned char)two[i];
	printf("%s %ld %lx", what, n, sum);
	if (fd >= 0)
		printf(" at %ld", (long)lseek(fd, 0, SEEK_CUR));
	printf("\n");
	memset(one, 0, sizeof(one));
	memset(two, 0, sizeof(two));
}

static void read_file(int fd)
{
	show("read", read(fd, two, 1000), fd);
	show("readv", readv(fd, parts, 2), fd);
	show("pread", pread(fd, two, 1000, 9), fd);
	show("preadv", preadv(fd, parts, 2, 99), fd);
	show("preadv2", preadv2(fd, parts, 2, 17, 0), fd);
	show("preadv2", preadv2(fd, parts, 2, -1, 0), fd);
}

/* What has been written to a file, or a pipe. */
static void copied(const char *what, long n, int from, int to)
{
	lseek(to, 0, SEEK_SET);
	if (read(to, two, sizeof(two)) < 0)
		printf("%s: %s\n", what, strerror(errno));
	show(what, n, from);
}

static void copy_file(int fd)
{
	loff_t from = 5, behind = 10;
	off_t at = 77;
	int ends[2], to = open("copy", O_RDWR | O_CREAT | O_TRUNC, 0600);

	if (pipe(ends) < 0)
		exit(1);
	copied("sendfile", sendfile(to, fd, NULL, 100), fd, to);
	copied("sendfile", sendfile(to, fd, &at, 100), fd, to);
	copied("copy_file_range", copy_file_range(fd, NULL, to, NULL, 100, 0),
	       fd, to);
	copied("copy_file_range",
	       copy_file_range(fd, &from, to, &behind, 1000, 0), fd, to);
	copied("splice", splice(fd, NULL, ends[1], NULL, 100, 0), fd, ends[0]);
	copied("splice", splice(fd, &from, ends[1], NULL, 100, 0), fd, ends[0]);
	printf("%ld %ld %ld\n", (long)at, (long)from, (long)behind);
	close(to);
}

static const struct sockaddr_in anywhere = {
	.sin_family = AF_INET,
	.sin_addr = {0x0100007f},
};

static void give(int fd, const struct sockaddr_in *to, size_t n)
{
	char bytes[64];

	if (getrandom(bytes, n, 0) < 0 ||
	    sendto(fd, bytes, n, 0, (const struct sockaddr *)to, sizeof(*to)) <
		    0)
		exit(1);
}

static void receive(int fd, const struct sockaddr_in *self)
{
	struct sockaddr_in from[2] = {0};
	socklen_t length = sizeof(*from);
	struct msghdr m = {from, sizeof(*from), parts, 2, NULL, 0, 0};
	struct iovec own[2] = {{one, 64}, {two, 64}};
	struct mmsghdr many[2] = {
		{{from, sizeof(*from), own, 1, NULL, 0, 0}, 0},
		{{from + 1, sizeof(*from), own + 1, 1, NULL, 0, 0}, 0},
	};

	give(fd, self, 20);
	show("recvfrom",
	     recvfrom(fd, two, 10, MSG_TRUNC, (void *)from, &length), -1);
	printf("%x %u\n", from->sin_addr.s_addr, length);
	give(fd, self, 30);
	m.msg_iov->iov_len = 7;
	show("recvmsg", recvmsg(fd, &m, 0), -1);
	printf("%x %u %x\n", from->sin_addr.s_addr, m.msg_namelen,
	       (unsigned)m.msg_flags);
	give(fd, self, 40);
	give(fd, self, 50);
	own[1].iov_len = 30;
	show("recvmmsg", recvmmsg(fd, many, 2, 0, NULL), -1);
	printf("%u %u %x\n", many[0].msg_len, many[1].msg_len,
	       (unsigned)many[1].msg_hdr.msg_flags);
	printf("%d\n", recv(fd, two, 10, MSG_DONTWAIT) < 0 && errno == EAGAIN);
}

int main(int argc, char **argv)
{
	struct sockaddr_in self = anywhere;
	socklen_t length = sizeof(self);
	int fd = open(argv[argc - 1], O_RDONLY);
	int s = socket(AF_INET, SOCK_DGRAM, 0);

	if (fd < 0 || bind(s, (struct sockaddr *)&self, sizeof(self)) < 0 ||
	    getsockname(s, (struct sockaddr *)&self, &length) < 0)
		return 1;
	read_file(fd);
	copy_file(fd);
	receive(s, &self);
	return 0;
}
