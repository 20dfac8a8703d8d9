/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* The mask, blocked signals among it, as a thread, fork, vfork, clone and
 * exec hand it on. */
#ifndef INHERITS_H
#define INHERITS_H

#include <pthread.h>
#include <stdlib.h>

#include "sig.h"

static volatile uint64_t seen;

static void *thread(void *arg)
{
	seen = blocked();
	mask_call(SIG_SETMASK, bit(SIGUSR2));
	return arg;
}

/* argv[1]: what a program finds, told by exec. */
static inline void told(int argc, char **argv)
{
	if (argc < 2)
		return;
	printf("%s: %lx\n", argv[1], blocked());
	fflush(stdout);
	_exit(failed);
}

static inline void exec_self(const char *what)
{
	execl("/proc/self/exe", "self", what, (char *)NULL);
	_exit(127);
}

static inline void hand_on(uint64_t mask)
{
	pthread_t t;
	pid_t child;

	CHECK(mask_call(SIG_SETMASK, mask) == 0);
	pthread_create(&t, NULL, thread, NULL);
	pthread_join(t, NULL);
	printf("thread: %lx, maker %lx\n", seen, blocked());
	fflush(stdout);
	child = fork();
	if (child == 0) {
		printf("fork: %lx\n", blocked());
		fflush(stdout);
		exec_self("fork and exec");
	}
	waitpid(child, NULL, 0);
	child = vfork();
	if (child == 0) {
		mask_call(SIG_BLOCK, bit(SIGBUS));
		exec_self("vfork and exec");
	}
	waitpid(child, NULL, 0);
	printf("parent: %lx\n", blocked());
	CHECK(system("exec 2>&1; true") == 0);
	CHECK(mask_call(SIG_SETMASK, 0) == 0);
}

#endif
