/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * A vfork child vforks, and so on, five deep; the innermost ends by exec, by
 * exit, or by a signal. Each parent finds its own locals and return address.
 * Fails without vfork_on()'s chain of saves, save->outer: the second parent
 * has no way back.
 */
#define _GNU_SOURCE
#include <signal.h>
#include <unistd.h>

#include "tasks.h"

#define DEEP 5

static volatile int ends[DEEP + 1], wrong;

static __attribute__((noinline)) int level(int n, int how)
{
	volatile int mine = n * 1000 + how;
	pid_t self = getpid(), child = vfork();

	if (child == 0) {
		if (getppid() != self)
			wrong = 1;
		if (n < DEEP)
			_exit(level(n + 1, how));
		if (how == 0)
			execl("/bin/false", "false", NULL);
		if (how == 1)
			_exit(40);
		kill(getpid(), SIGKILL);
	}
	ends[n] = end_of(child);
	if (mine != n * 1000 + how || getpid() != self)
		wrong = 2;
	return n + 20;
}

int main(void)
{
	static const int innermost[] = {1 << 8, 40 << 8, SIGKILL};

	for (int i = 0; i < 15; i++) {
		CHECK(level(1, i % 3) == 21);
		CHECK(!wrong);
		CHECK(ends[DEEP] == innermost[i % 3]);
		for (int n = 1; n < DEEP; n++)
			CHECK(ends[n] == (n + 21) << 8);
	}
	return verdict();
}
