/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * All memory locked, that to come as well: calls, threads and children go on.
 * Fails when a result loses its upper half; a reserved stack of ours too large
 * to be populated would show here as well.
 */
#include <pthread.h>
#include <sys/mman.h>
#include <unistd.h>

#include "check.h"

#define ENOUGH (128L << 20)

static void *run(void *arg)
{
	for (int i = 0; i < 50; i++)
		CHECK(getppid() > 0);
	return arg;
}

int main(void)
{
	pthread_t thread;
	pid_t child;
	void *enough;

	/* the program itself, its threads' stacks, and what hooks need */
	enough = mmap(NULL, ENOUGH, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1,
		      0);
	if (enough == MAP_FAILED || mlock(enough, ENOUGH))
		skip("this user may not lock 128 MiB of memory (ulimit -l)");
	munmap(enough, ENOUGH);
	if (mlockall(MCL_CURRENT | MCL_FUTURE))
		skip("not as much memory may be locked");
	run(NULL);
	for (int i = 0; i < 3; i++) {
		CHECK(pthread_create(&thread, NULL, run, NULL) == 0);
		pthread_join(thread, NULL);
	}
	child = fork();
	if (child == 0) {
		run(NULL);
		_exit(broken);
	}
	CHECK(end_of(child) == 0);
	CHECK(munlockall() == 0);
	run(NULL);
	return verdict();
}
