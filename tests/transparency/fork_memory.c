/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Fork: private memory parts, shared memory does not, both know who they are,
 * children of children too, and the atfork handlers run in their order. Holds
 * because fork_process() lets the child come back through dispatch on its own
 * copy of the stack; not seen to fail with one mechanism switched off.
 */
#define _GNU_SOURCE
#include <pthread.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "tasks.h"

static char order[64];

static void note(char c)
{
	order[strlen(order)] = c;
}

static void prepare_first(void)
{
	note('1');
	getppid();
}

static void prepare_second(void)
{
	note('2');
	getppid();
}

static void in_parent(void)
{
	note('p');
	getppid();
}

static void in_child(void)
{
	note('c');
	getppid();
}

/* Each generation makes the next and adds one to its status. */
static int generations(int left)
{
	pid_t self = getpid(), child;

	if (left == 0)
		return 0;
	child = fork();
	if (child == 0) {
		CHECK(getppid() == self && gettid() == getpid());
		_exit(broken ? 100 : generations(left - 1));
	}
	return exited(child) + 1;
}

int main(void)
{
	static int data = 1;
	int local = 1;
	volatile int *shared = mmap(NULL, 4096, PROT_READ | PROT_WRITE,
				    MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	pthread_atfork(prepare_first, in_parent, in_child);
	pthread_atfork(prepare_second, NULL, NULL);
	for (int i = 1; i <= 50; i++) {
		pid_t child;

		memset(order, 0, sizeof(order));
		child = fork();
		if (child == 0) {
			data += 1;
			local += 1;
			*shared += 1;
			CHECK(strcmp(order, "21c") == 0);
			_exit(broken ? 100 : data * 10 + local);
		}
		CHECK(strcmp(order, "21p") == 0);
		CHECK(exited(child) == 22);
		CHECK(data == 1 && local == 1 && *shared == i);
	}
	CHECK(generations(6) == 6);
	return verdict();
}
