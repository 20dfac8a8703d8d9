/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Under a limit on descriptors, which is lowered, raised and met: the program
 * gets as many as it may have, each the lowest free number, until EMFILE. Fails
 * where a descriptor that is not the program's counts, or is among them.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "check.h"

static int by_open(void)
{
	return open("/dev/null", O_RDONLY);
}

static int by_dup(void)
{
	return dup(1);
}

static int by_fcntl(void)
{
	return fcntl(1, F_DUPFD_CLOEXEC, 0);
}

static int by_eventfd(void)
{
	return eventfd(0, 0);
}

static int by_socket(void)
{
	return socket(AF_UNIX, SOCK_STREAM, 0);
}

static int by_pipe(void)
{
	int fd[2];

	if (pipe(fd))
		return -1;
	CHECK(fd[1] == fd[0] + 1);
	return fd[1];
}

static void fill(const char *how, int (*next)(void), int step)
{
	int last = 2, n = 0, gaps = 0, fd;

	while ((fd = next()) >= 0) {
		gaps += fd != last + step;
		last = fd;
		n += step;
	}
	CHECK(errno == EMFILE);
	CHECK(getppid() > 0);
	CHECK(next() == -1 && errno == EMFILE);
	printf("%s: %d, the last %d, %d gaps\n", how, n, last, gaps);
	fflush(stdout);
	for (fd = 3; fd <= last; fd++)
		CHECK(close(fd) == 0);
}

static void set(rlim_t soft, rlim_t hard)
{
	struct rlimit limit = {soft, hard}, now;

	CHECK(setrlimit(RLIMIT_NOFILE, &limit) == 0);
	CHECK(getrlimit(RLIMIT_NOFILE, &now) == 0);
	CHECK(now.rlim_cur == soft && now.rlim_max == hard);
	printf("--- %ld of %ld\n", (long)soft, (long)hard);
}

static void fill_all(void)
{
	fill("open", by_open, 1);
	fill("dup", by_dup, 1);
	fill("fcntl", by_fcntl, 1);
	fill("eventfd", by_eventfd, 1);
	fill("socket", by_socket, 1);
	fill("pipe", by_pipe, 2);
}

int main(void)
{
	struct rlimit at_first;

	CHECK(getrlimit(RLIMIT_NOFILE, &at_first) == 0);
	if (at_first.rlim_max < 4096)
		skip("a hard limit of fewer than 4096 descriptors");
	set(256, 4096);
	fill_all();
	set(1024, 4096);
	fill_all();
	set(2047, 4096);
	fill("open", by_open, 1);
	set(1025, 1500);
	fill_all();
	set(1500, 1500);
	fill("open", by_open, 1);
	fill("pipe", by_pipe, 2);
	dup2(1, 2);
	set(64, 1200);
	fill_all();
	set(1200, 1200);
	fill("open", by_open, 1);
	set(63, 63);
	fill_all();
	set(5, 5);
	fill("open", by_open, 1);
	set(3, 3);
	fill("dup", by_dup, 1);
	return verdict();
}
