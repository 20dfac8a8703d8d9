/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * A program that closes all descriptors that it may have, wants high numbers
 * for itself, in a child of vfork too, and counts what it and a program that it
 * starts have open. It calls getppid after each.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define HIGH 512
#define FIRST 990
#define LAST 1020

/* Of those that a program has no business with. */
static int count_high(void)
{
	int n = 0;

	for (int fd = HIGH; fd < 2048; fd++)
		n += fcntl(fd, F_GETFD) >= 0;
	return n;
}

static void in_vfork_child(void)
{
	pid_t pid = vfork();

	if (pid == 0) {
		for (int fd = FIRST; fd <= LAST; fd++)
			dup2(2, fd);
		getppid();
		_exit(0);
	}
	waitpid(pid, NULL, 0);
	getppid();
}

int main(int argc, char **argv)
{
	int own = 0;

	if (argc > 1) {
		printf("started %d\n", count_high());
		return 0;
	}
	printf("at first %d\n", count_high());
	for (int fd = HIGH; fd < 2048; fd++)
		own += close(fd) == 0 || errno != EBADF;
	printf("closed %d\n", own);
	getppid();
	if (close_range(3, ~0u, 0) != 0)
		perror("close_range");
	getppid();
	for (int fd = FIRST; fd <= LAST; fd++)
		own += dup2(2000, fd) != -1 || errno != EBADF;
	printf("copied %d, open %d\n", own, count_high());
	getppid();
	in_vfork_child();
	for (int fd = FIRST; fd <= LAST; fd++) {
		if (dup2(1, fd) != fd || fcntl(fd, F_GETFD) < 0)
			printf("dup2 to %d: %s\n", fd, strerror(errno));
		getppid();
	}
	printf("own %d\n", count_high());
	close_range(3, ~0u, 0);
	getppid();
	printf("left %d\n", count_high());
	fflush(stdout);
	execl("/proc/self/exe", argv[0], "again", NULL);
	return 1;
}
