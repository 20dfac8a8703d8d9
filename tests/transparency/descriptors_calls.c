/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Every number that the program has not opened is closed for all calls that
 * take one: natively there is no descriptor but the first three. In many of
 * these numbers there may be one that is not the program's, the log's for
 * example. Fails without fd_calls.c.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/select.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/vfs.h>
#include <sys/xattr.h>
#include <termios.h>
#include <unistd.h>

#include "check.h"
#include "statx.h"

#define NUMBERS 4200
#define FIRST 10

static int null, epoll, pair[2];

/* As another process would be asked; the descriptor is still open after. */
static int sends(int fd)
{
	union {
		struct cmsghdr header;
		char bytes[CMSG_SPACE(2 * sizeof(int))];
	} control = {0};
	struct iovec v = {"x", 1};
	struct msghdr m = {.msg_iov = &v,
			   .msg_iovlen = 1,
			   .msg_control = &control,
			   .msg_controllen = sizeof(control)};
	int fds[2] = {null, fd};

	control.header = (struct cmsghdr){.cmsg_len = CMSG_LEN(sizeof(fds)),
					  .cmsg_level = SOL_SOCKET,
					  .cmsg_type = SCM_RIGHTS};
	memcpy(CMSG_DATA(&control.header), fds, sizeof(fds));
	if (sendmsg(pair[0], &m, MSG_DONTWAIT) >= 0)
		return 1;
	CHECK(errno == EBADF);
	memcpy(fds, CMSG_DATA(&control.header), sizeof(fds));
	CHECK(fds[1] == fd);
	return 0;
}

static int is_closed(const char *what, int fd, long ret)
{
	if (ret < 0 && errno == EBADF)
		return 1;
	printf("%s: %ld (%s)\n", what, ret, ret < 0 ? strerror(errno) : "");
	broken = 1;
	return fd < 0;
}

#define CLOSED(call) is_closed(#call, fd, (long)(call))

static void use_files(int fd)
{
	struct stat st;
	struct statx stx;
	struct statfs fs;
	struct timespec now[2] = {{0, UTIME_NOW}, {0, UTIME_NOW}};
	char buf[64];
	struct iovec v = {buf, sizeof(buf)};
	loff_t at = 0;

	CLOSED(read(fd, buf, 0));
	CLOSED(syscall(SYS_read, fd, NULL, 10));
	CLOSED(write(fd, buf, 0));
	CLOSED(readv(fd, &v, 1));
	CLOSED(writev(fd, &v, 0));
	CLOSED(pread(fd, buf, 0, 0));
	CLOSED(pwrite(fd, buf, 0, 0));
	CLOSED(pwritev(fd, &v, 0, 0));
	CLOSED(syscall(SYS_pwritev2, fd, &v, 0, 0, 0, 0));
	CLOSED(lseek(fd, 0, SEEK_CUR));
	CLOSED(fstat(fd, &st));
	CLOSED(syscall(SYS_newfstatat, fd, "", &st, AT_EMPTY_PATH));
	CLOSED(statx(fd, "", AT_EMPTY_PATH, STATX_ALL, &stx));
	CLOSED(fstatfs(fd, &fs));
	CLOSED(fsync(fd));
	CLOSED(fdatasync(fd));
	CLOSED(syncfs(fd));
	CLOSED(fchown(fd, -1, -1));
	CLOSED(futimens(fd, now));
	CLOSED(flock(fd, LOCK_SH | LOCK_NB));
	CLOSED(fgetxattr(fd, "user.a", buf, 1));
	CLOSED(flistxattr(fd, buf, 1));
	CLOSED(fchdir(fd));
	CLOSED(readahead(fd, 0, 1));
	CLOSED(sendfile(null, fd, NULL, 1));
	CLOSED(sendfile(fd, null, NULL, 1));
	CLOSED(splice(fd, NULL, pair[0], NULL, 1, 0));
	CLOSED(tee(fd, pair[0], 1, 0));
	CLOSED(copy_file_range(fd, &at, null, NULL, 1, 0));
	CLOSED(copy_file_range(null, NULL, fd, &at, 1, 0));
	CLOSED(syscall(SYS_getdents64, fd, buf, sizeof(buf)));
	errno = posix_fadvise(fd, 0, 0, 0);
	CLOSED(-1);
}

static void use_others(int fd)
{
	struct epoll_event event = {.events = EPOLLIN};
	struct termios settings;
	int value, size = sizeof(value);
	char link[64];

	CLOSED(ioctl(fd, TCGETS, &settings));
	CLOSED(fcntl(fd, F_GETFD));
	CLOSED(fcntl(fd, F_GETFL));
	CLOSED(fcntl(fd, F_DUPFD, 0));
	CLOSED(dup(fd));
	CLOSED(dup2(fd, fd));
	CLOSED(dup2(fd, 900));
	CLOSED(close(fd));
	CLOSED(epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event));
	CLOSED(epoll_ctl(fd, EPOLL_CTL_ADD, 0, &event));
	CLOSED(epoll_wait(fd, &event, 1, 0));
	CLOSED(shutdown(fd, 2));
	CLOSED(listen(fd, 1));
	CLOSED(getsockopt(fd, SOL_SOCKET, SO_TYPE, &value, (socklen_t *)&size));
	CLOSED(send(fd, "", 0, 0));
	CLOSED(recv(fd, link, 0, MSG_DONTWAIT));
	CLOSED(openat(fd, "x", O_RDONLY));
	CLOSED(openat(fd, ".", O_RDONLY));
	CLOSED(mkdirat(fd, "x", 0700));
	CLOSED(unlinkat(fd, "x", 0));
	CLOSED(renameat(AT_FDCWD, "x", fd, "x") < 0 && errno == ENOENT
		       ? (errno = EBADF, -1)
		       : -1);
	CLOSED(linkat(fd, "", AT_FDCWD, "linked", AT_EMPTY_PATH));
	CLOSED(symlinkat("a", fd, "x"));
	CLOSED(readlinkat(fd, "x", link, sizeof(link)));
	CLOSED(readlinkat(fd, "", link, sizeof(link)));
	CLOSED(faccessat(fd, "x", F_OK, 0));
	CLOSED(syscall(SYS_execveat, fd, "", NULL, NULL, AT_EMPTY_PATH));
	CLOSED(syscall(SYS_setns, fd, 0));
	CLOSED(syscall(SYS_signalfd4, fd, &(uint64_t){0}, 8, 0));
	CHECK(mmap(NULL, 4096, PROT_READ, MAP_SHARED, fd, 0) == MAP_FAILED &&
	      errno == EBADF);
	CHECK(openat(fd, "/dev/null", O_RDONLY) == FIRST && close(FIRST) == 0);
	CHECK(mmap(NULL, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, fd, 0) !=
	      MAP_FAILED);
}

/* Numbers that may be looked at one by one; for the others a cheap call. */
static void use_all(const char *when)
{
	static struct pollfd p[NUMBERS];
	int invalid = 0, sent = 0, open_ones = 0;
	struct timespec hour = {3600, 0};

	for (int fd = FIRST; fd < NUMBERS; fd++) {
		if (fcntl(fd, F_GETFD) >= 0 || errno != EBADF ||
		    lseek(fd, 0, SEEK_CUR) >= 0 || errno != EBADF ||
		    write(fd, "", 0) >= 0 || errno != EBADF)
			open_ones++;
		sent += sends(fd);
		p[fd] = (struct pollfd){fd, POLLIN | POLLOUT, 0x77};
	}
	for (int fd = FIRST; fd < NUMBERS; fd += 10)
		CHECK(poll(p + fd, 10, -1) == 10);
	for (int fd = FIRST; fd < NUMBERS; fd++)
		invalid += p[fd].fd == fd && p[fd].revents == POLLNVAL;
	for (int fd = FIRST; fd < NUMBERS; fd++) {
		struct pollfd one = {fd, POLLIN | POLLOUT, 0};

		CHECK(ppoll(&one, 1, &hour, NULL) == 1 &&
		      one.revents == POLLNVAL && one.fd == fd);
	}
	printf("%s: %d open, %d sent, %d of %d not valid\n", when, open_ones,
	       sent, invalid, NUMBERS - FIRST);
	fflush(stdout);
}

static void use_each(void)
{
	const int some[] = {FIRST, 11, 12, 63, 64, 255, 256, 511};
	static char listed[NUMBERS];

	for (size_t i = 0; i < sizeof(some) / sizeof(some[0]); i++)
		listed[some[i]] = 1;
	for (int fd = 990; fd < 1060; fd++)
		listed[fd] = 1;
	for (int fd = 4085; fd < 4120; fd++)
		listed[fd] = 1;
	for (int fd = FIRST; fd < NUMBERS; fd++)
		if (listed[fd]) {
			use_files(fd);
			use_others(fd);
		}
}

static void select_each(void)
{
	struct timeval none = {0};

	for (int fd = FIRST; fd < 60; fd++) {
		fd_set set;

		FD_ZERO(&set);
		FD_SET(fd, &set);
		CHECK(select(fd + 1, NULL, &set, NULL, &none) == -1 &&
		      errno == EBADF);
	}
}

int main(void)
{
	null = open("/dev/null", O_RDONLY);
	if (null < 0)
		return 1;
	epoll = epoll_create1(0);
	CHECK(socketpair(AF_UNIX, SOCK_STREAM, 0, pair) == 0);
	/* these are 3 to 6: what is opened later is FIRST */
	for (int fd = dup(null); fd < FIRST - 1; fd = dup(null))
		;
	use_all("at first");
	use_each();
	select_each();
	dup2(null, 2);
	use_all("with another stderr");
	use_each();
	CHECK(dup2(1, 1000) == 1000 && dup2(1, 1022) == 1022 &&
	      dup2(1, 1023) == 1023 && close(1000) == 0 && close(1022) == 0 &&
	      close(1023) == 0);
	use_all("after high numbers");
	select_each();
	return verdict();
}
