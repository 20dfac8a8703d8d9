/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * clone as fork is made of it, without libc: on the same stack and on a new
 * one, with an exit signal of choice or none. Fails without task_make()'s
 * prepare_stack(): the child on a stack of its own has no way home.
 */
#define _GNU_SOURCE
#include <sched.h>
#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "raw.h"
#include "tasks.h"

static char stack[65536] __attribute__((aligned(16)));
static volatile sig_atomic_t told;
static volatile int memory;

static void on_user(int sig)
{
	(void)sig;
	told++;
}

static int child(void)
{
	memory = 5;
	for (int i = 0; i < 20; i++)
		if (raw0(SYS_getppid) <= 0 || raw0(SYS_getpid) <= 1)
			return 1;
	return 40 + memory;
}

static long make(long flags, char *top)
{
	const long call[6] = {SYS_clone, flags, (long)top};

	return task_make(call, child);
}

int main(void)
{
	signal(SIGUSR1, on_user);
	for (int i = 0; i < 10; i++) {
		CHECK(exited((int)make(SIGCHLD, NULL)) == 45);
		CHECK(exited((int)make(SIGCHLD, stack + sizeof(stack))) == 45);
		told = 0;
		CHECK(exited((int)make(SIGUSR1, NULL)) == 45 && told == 1);
		CHECK(exited((int)make(0, stack + sizeof(stack))) == 45);
		CHECK(memory == 0);
	}
	CHECK(make(CLONE_THREAD, stack + sizeof(stack)) == -EINVAL);
	CHECK(make(CLONE_SIGHAND, NULL) == -EINVAL);
	CHECK(make(CLONE_FS | CLONE_NEWNS, NULL) == -EINVAL);
	CHECK(waitpid(-1, NULL, __WALL) == -1 && errno == ECHILD);
	return verdict();
}
