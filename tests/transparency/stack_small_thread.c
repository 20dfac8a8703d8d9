/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * A thread on the smallest stack there may be makes calls of all sorts, in a
 * signal handler as well. Fails when entry_call takes 16 KiB more of the
 * program's stack, as the interpreter would without a stack of its own.
 */
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <sys/mman.h>
#include <unistd.h>

#include "check.h"

static volatile int handled;

static void on_signal(int sig)
{
	(void)sig;
	CHECK(getppid() > 0);
	CHECK(write(-1, "", 1) == -1);
	handled++;
}

static void *run(void *arg)
{
	int fd[2];
	char c = 0;

	for (int i = 0; i < 300; i++) {
		CHECK(pipe(fd) == 0);
		CHECK(write(fd[1], arg, 1) == 1 && read(fd[0], &c, 1) == 1);
		CHECK(c == 'x');
		CHECK(close(fd[0]) == 0 && close(fd[1]) == 0);
		if (i % 10 == 0)
			pthread_kill(pthread_self(), SIGUSR1);
	}
	return NULL;
}

int main(void)
{
	/* musl's smallest has no room for a signal */
	size_t least = (size_t)sysconf(_SC_THREAD_STACK_MIN);
	size_t size = least < 16384 ? 16384 : least;
	char *map = mmap(NULL, size + 4096, PROT_READ | PROT_WRITE,
			 MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	static char x[] = "x";
	pthread_attr_t attr;
	pthread_t thread;

	mprotect(map, 4096, PROT_NONE);
	signal(SIGUSR1, on_signal);
	pthread_attr_init(&attr);
	CHECK(pthread_attr_setstack(&attr, map + 4096, size) == 0);
	for (int i = 0; i < 3; i++) {
		CHECK(pthread_create(&thread, &attr, run, x) == 0);
		pthread_join(thread, NULL);
	}
	CHECK(handled == 90);
	return verdict();
}
