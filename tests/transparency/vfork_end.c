/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * The ends that a vfork child may take: exec, exit, an exec that fails and
 * then exit. Its errno is the parent's errno; the parent goes on with all of
 * its registers. Fails without task.c's vfork_on(): the frames of the
 * parent's call are gone when it comes back.
 */
#define _GNU_SOURCE
#include <unistd.h>

#include "tasks.h"

static char *argv_of_true[] = {"true", NULL};

static pid_t child_of(int how, volatile int *local)
{
	pid_t child = vfork();

	if (child == 0) {
		++*local;
		if (how == 1)
			execv("/bin/true", argv_of_true);
		if (how == 2)
			execv("/nonexistent/program", argv_of_true);
		if (how == 3)
			execv("/", argv_of_true);
		_exit(how + 10);
	}
	return child;
}

int main(void)
{
	static const int errors[] = {0, 0, ENOENT, EACCES};
	static const int ends[] = {10, 0, 12, 13};

	for (int i = 0; i < 40; i++) {
		int how = i % 4;
		volatile int local = i;
		pid_t child, self = getpid();

		errno = 0;
		child = child_of(how, &local);
		CHECK(child > 0 && child != self && getpid() == self);
		CHECK(errno == errors[how]);
		CHECK(local == i + 1);
		CHECK(exited(child) == ends[how]);
	}
	return verdict();
}
