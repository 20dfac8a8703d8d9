/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * All descriptors closed in every way there is, then none to be had: calls go
 * on, and what open, dup and pipe return is the lowest free number as ever.
 * Fails without fd_calls.c: the log's descriptor could be closed.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/close_range.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "check.h"

static void use(const char *how)
{
	int fd[2], first = open("/dev/null", O_RDWR), second = dup(first);

	CHECK(pipe(fd) == 0);
	printf("%s: %d %d %d %d, parent %d\n", how, first, second, fd[0], fd[1],
	       getppid() > 0);
	fflush(stdout);
	close(first);
	close(second);
	close(fd[0]);
	close(fd[1]);
}

int main(void)
{
	struct rlimit limit;

	/* high numbers: what lies there is not the program's */
	getrlimit(RLIMIT_NOFILE, &limit);
	for (int fd = 400; fd < 2000; fd++)
		CHECK(close(fd) == -1 && errno == EBADF);
	use("at first");
	CHECK(syscall(SYS_close_range, 3, ~0u, 0) == 0);
	use("close_range");
	CHECK(syscall(SYS_close_range, 3, ~0u, CLOSE_RANGE_UNSHARE) == 0);
	use("close_range, table unshared");
	CHECK(syscall(SYS_close_range, 9, 8, 0) == -1 && errno == EINVAL);
	for (int fd = 3; fd < 2000; fd++)
		CHECK(close(fd) == -1 && errno == EBADF);
	use("close");
	limit.rlim_cur = 3;
	CHECK(setrlimit(RLIMIT_NOFILE, &limit) == 0);
	CHECK(open("/dev/null", O_RDWR) == -1 && errno == EMFILE);
	CHECK(dup(1) == -1 && errno == EMFILE);
	CHECK(dup2(1, 3) == -1 && errno == EBADF);
	CHECK(fork() != 0 || (_exit(getppid() <= 0), 1));
	CHECK(end_of(-1) == 0);
	close(0);
	CHECK(open("/dev/null", O_RDWR) == 0);
	return verdict();
}
