/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * The environment is the program's: what it sets, changes, removes and clears
 * stays so, and a child it starts has what it was given, but for the variables
 * that load the library. Fails when exec.c passes another
 * environment.
 */
#define _GNU_SOURCE
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "check.h"

extern char **environ;

static int count(void)
{
	int n = 0;

	for (char **e = environ; e && *e; e++)
		n += strncmp(*e, "LD_PRELOAD=", 11) != 0 &&
		     strncmp(*e, "ZPOLINE_", 8) != 0;
	return n;
}

int main(int argc, char **argv)
{
	char *given[] = {(char[]){"ONE=1"}, (char[]){"TWO=2"}, NULL};
	char *again[] = {argv[0], (char[]){"again"}, NULL};
	int before = count();
	pid_t child;

	if (argc > 1) {
		printf("%d: %s %s\n", count(), getenv("ONE"), getenv("TWO"));
		return 0;
	}
	CHECK(setenv("NEW_ONE", "a", 1) == 0 && getppid() > 0);
	CHECK(count() == before + 1 && !strcmp(getenv("NEW_ONE"), "a"));
	CHECK(unsetenv("NEW_ONE") == 0 && getppid() > 0);
	CHECK(count() == before && !getenv("NEW_ONE"));
	fflush(stdout);
	child = fork();
	if (child == 0) {
		execve("/proc/self/exe", again, given);
		_exit(9);
	}
	CHECK(end_of(child) == 0);
	clearenv();
	CHECK(getppid() > 0 && count() == 0);
	environ = given;
	CHECK(getppid() > 0 && count() == 2 && !strcmp(getenv("TWO"), "2"));
	return verdict();
}
