/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * daemon(): the process goes on as a child of init in a session of its own, at
 * the root, with /dev/null in place of its terminal; the parent ends with 0,
 * and exit handlers run once. Not seen to fail with one mechanism switched
 * off: it holds by fork and exit_group being issued on the program's own
 * stack.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tasks.h"

static int out;

static void at_exit(void)
{
	if (write(out, "e", 1) != 1)
		_exit(1);
}

/* In the child: what it says goes to the pipe. */
static void become_daemon(void)
{
	struct stat null, other;
	char where[8] = "";
	pid_t before = getpid(), session = getsid(0);

	if (daemon(0, 0))
		_exit(1);
	stat("/dev/null", &null);
	for (int fd = 0; fd < 3; fd++)
		CHECK(fstat(fd, &other) == 0 && other.st_rdev == null.st_rdev);
	CHECK(getpid() != before && getsid(0) != session);
	CHECK(getcwd(where, sizeof(where)) && strcmp(where, "/") == 0);
	atexit(at_exit);
	exit(write(out, broken ? "b" : "w", 1) != 1);
}

int main(void)
{
	char said[8] = "";
	size_t n = 0;
	ssize_t got;
	int ends[2];
	pid_t child;

	CHECK(pipe(ends) == 0);
	out = ends[1];
	child = fork();
	if (child == 0)
		become_daemon();
	CHECK(exited(child) == 0);
	close(ends[1]);
	while (n < sizeof(said) - 1 &&
	       (got = read(ends[0], said + n, sizeof(said) - 1 - n)) > 0)
		n += (size_t)got;
	CHECK(strcmp(said, "we") == 0);
	return verdict();
}
