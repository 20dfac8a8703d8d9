/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * With limits set low after start, on address space, data, stack and locked
 * memory: calls, handlers and children go on, and what getrlimit says is what
 * was set. Fails when dispatch takes new memory for a call.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "check.h"

static volatile int handled;

static void on_signal(int sig)
{
	(void)sig;
	CHECK(getppid() > 0);
	handled++;
}

static void use(void)
{
	pid_t child;

	for (int i = 0; i < 300; i++)
		CHECK(getppid() > 0 && write(-1, "", 1) == -1);
	raise(SIGUSR1);
	child = fork();
	if (child == 0)
		_exit(getppid() <= 0);
	CHECK(end_of(child) == 0);
}

static void low(int which, rlim_t value)
{
	struct rlimit limit;

	CHECK(getrlimit(which, &limit) == 0);
	limit.rlim_cur = value;
	CHECK(setrlimit(which, &limit) == 0);
	CHECK(getrlimit(which, &limit) == 0 && limit.rlim_cur == value);
	use();
}

int main(void)
{
	void *p;

	signal(SIGUSR1, on_signal);
	use(); /* what it needs, it has */
	low(RLIMIT_STACK, 65536);
	low(RLIMIT_DATA, 4096);
	low(RLIMIT_FSIZE, 4096);
	low(RLIMIT_MEMLOCK, 0);
	low(RLIMIT_AS, 4096);
	p = mmap(NULL, 1 << 20, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	CHECK(p == MAP_FAILED && errno == ENOMEM);
	printf("%d\n", handled);
	return verdict();
}
