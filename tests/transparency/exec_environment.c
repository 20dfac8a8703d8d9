/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * The new program gets the arguments and the environment that exec was given,
 * whatever is in the environment, also none at all; by execve, execveat and
 * fexecve. But for what it gets of ours, which is not shown; fails with
 * another string in fill() left out or moved.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "tasks.h"

extern char **environ;

static char self[4096];

/* As the new program: "show", then the name of what it expects. */
static int show(int argc, char **argv)
{
	printf("%d arguments:", argc);
	for (int i = 1; i < argc; i++)
		printf(" <%s>", argv[i]);
	printf("\nenvironment:");
	for (char **e = environ; *e; e++)
		if (strncmp(*e, "LD_PRELOAD=", 11) &&
		    strncmp(*e, "ZPOLINE_", 8))
			printf(" <%s>", *e);
	puts("");
	return 90;
}

static void run(int how, char **argv, char **envp)
{
	pid_t child;

	fflush(stdout);
	child = fork();
	if (child == 0) {
		int fd = open(self, O_PATH | O_CLOEXEC);

		if (how == 0)
			execve(self, argv, envp);
		if (how == 1)
			syscall(SYS_execveat, fd, "", argv, envp,
				AT_EMPTY_PATH);
		fexecve(open(self, O_RDONLY | O_CLOEXEC), argv, envp);
		_exit(1);
	}
	CHECK(exited(child) == 90);
}

int main(int argc, char **argv)
{
	char *arguments[] = {"show", "", "two words", "a=b", NULL};
	char *none[] = {NULL}, *one[] = {"A=1", NULL};
	char *odd[] = {"no equals sign", "A=1", "A=2", "=", "", NULL};
	char *named[] = {"show", NULL};

	if (argc == 0 || strcmp(argv[0], "show") == 0 || !*argv[0])
		return show(argc, argv);
	CHECK(readlink("/proc/self/exe", self, sizeof(self) - 1) > 0);
	for (int how = 0; how < 3; how++) {
		run(how, arguments, none);
		run(how, arguments, one);
		run(how, named, odd);
	}
	run(0, none, one); /* the kernel makes it one empty argument */
	run(0, NULL, none);
	run(0, named, NULL);
	return verdict();
}
