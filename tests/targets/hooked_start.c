/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * What a program finds when it begins: its arguments, its environment, its
 * name, getppid, getpgid of nobody, from its first constructor on. With an
 * argument it starts itself once more.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static int parent;

__attribute__((constructor)) static void first(int argc, char **argv,
					       char **envp)
{
	parent = getppid();
	printf("%d %s %d %s\n", argc, strrchr(argv[0], '/'), envp == environ,
	       program_invocation_short_name);
}

int main(int argc, char **argv)
{
	const char *add = getenv("ADD");

	if (parent != 4711 && parent != 4711 + 5)
		parent = 0;
	printf("%d %d %d %s %ld\n", argc, parent, parent == getppid(),
	       add ? add : "none", syscall(SYS_getpgid, 0x7fffffff));
	fflush(stdout);
	if (argc > 1 && vfork() == 0) {
		execle(argv[0], argv[0], NULL, (char *[]){"ADD=5", NULL});
		_exit(1);
	}
	wait(NULL);
	return 0;
}
