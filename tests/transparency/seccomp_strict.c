/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Strict mode leaves read, write, exit and rt_sigreturn: a program that makes
 * these only lives and ends as it says, another call kills it. Fails when the
 * library makes a call of its own on the way of another.
 */
#include <linux/seccomp.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "check.h"
#include "raw.h"

static int fd[2];

static void child(int how)
{
	char text[8] = "";

	if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_STRICT, 0, 0, 0))
		raw3(SYS_exit, 77, 0, 0);
	for (int i = 0; i < 500; i++)
		if (raw3(SYS_write, fd[1], (long)"abcd", 4) != 4 ||
		    raw3(SYS_read, fd[0], (long)text, 4) != 4 ||
		    memcmp(text, "abcd", 4) != 0)
			raw3(SYS_exit, 1, 0, 0);
	if (how == 1)
		raw0(SYS_getppid);
	raw3(SYS_exit, 5, 0, 0);
}

int main(void)
{
	const struct rlimit none = {0, 0};

	setrlimit(RLIMIT_CORE, &none);
	CHECK(pipe(fd) == 0);
	for (int how = 0; how < 2; how++) {
		int status;
		pid_t pid = fork();

		if (pid == 0)
			child(how);
		status = end_of(pid);
		if (status == 77 << 8)
			skip("no strict mode");
		printf("%d: status %#x\n", how, (unsigned int)status);
	}
	return verdict();
}
