/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * exec that fails for every reason: the process goes on as before, with its
 * handlers, mask, threads and descriptors. Fails under script work without
 * sigmask_after_failed_exec() and faults_after_failed_exec(): SIGSEGV stays
 * blocked, and a fault of ours kills.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tasks.h"

static volatile sig_atomic_t told;
static char *argv_of_it[] = {"it", NULL}, *envp[] = {NULL};

static void on_signal(int sig)
{
	(void)sig;
	told++;
}

static void file(const char *name, const char *text, mode_t mode)
{
	int fd = open(name, O_CREAT | O_WRONLY | O_TRUNC, mode);

	CHECK(write(fd, text, strlen(text)) == (ssize_t)strlen(text));
	close(fd);
}

static int error_of(const char *path, char **argv)
{
	CHECK(execve(path, argv, envp) == -1);
	return errno;
}

static void still_the_same(void)
{
	sigset_t mask;
	struct sigaction act;

	sigprocmask(SIG_BLOCK, NULL, &mask);
	CHECK(sigismember(&mask, SIGSEGV) && sigismember(&mask, SIGHUP));
	CHECK(!sigismember(&mask, SIGBUS));
	sigaction(SIGBUS, NULL, &act);
	CHECK(act.sa_handler == SIG_IGN);
	sigaction(SIGUSR1, NULL, &act);
	CHECK(act.sa_handler == on_signal);
	CHECK(write(1, (void *)4096, 1) == -1 && errno == EFAULT);
	raise(SIGBUS);
	told = 0;
	raise(SIGUSR1);
	CHECK(told == 1);
}

int main(void)
{
	char *big = malloc(1 << 20), *big_argv[] = {"it", big, NULL};
	sigset_t mask;

	memset(big, 'x', (1 << 20) - 1);
	big[(1 << 20) - 1] = 0;
	file("text", "no program\n", 0755);
	file("unreadable", "#!/bin/sh\n", 0644);
	file("interpreter", "#!/no/such/interpreter\n", 0755);
	file("cut", "\177ELF", 0755);
	CHECK(symlink("loop", "loop") == 0);
	signal(SIGUSR1, on_signal);
	signal(SIGSEGV, on_signal);
	signal(SIGBUS, SIG_IGN);
	sigemptyset(&mask);
	sigaddset(&mask, SIGSEGV);
	sigaddset(&mask, SIGHUP);
	sigprocmask(SIG_SETMASK, &mask, NULL);
	for (int i = 0; i < 5; i++) {
		CHECK(error_of("missing", argv_of_it) == ENOENT);
		CHECK(error_of("text", argv_of_it) == ENOEXEC);
		CHECK(error_of("cut", argv_of_it) == ENOEXEC);
		CHECK(error_of("unreadable", argv_of_it) == EACCES);
		CHECK(error_of("interpreter", argv_of_it) == ENOENT);
		CHECK(error_of("text/x", argv_of_it) == ENOTDIR);
		CHECK(error_of("loop", argv_of_it) == ELOOP);
		CHECK(error_of("/bin/true", big_argv) == E2BIG);
		CHECK(error_of((char *)4096, argv_of_it) == EFAULT);
		CHECK(error_of("/bin/true", (char **)4096) == EFAULT);
		still_the_same();
	}
	return verdict();
}
