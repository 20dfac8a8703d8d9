/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * C hooks of getppid are replaced by others and taken away while threads call
 * it: each gets the argument that was given with it, and of two that follow
 * each other one is there always. Prints how many calls found it otherwise.
 */
#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "../../include/zpoline.h"

static int answers[2] = {-1, -2};
static volatile int replacing = 1, ends;
static long wrong;

static int first(struct SyscallRegs *regs, void *arg)
{
	regs->rax = arg == &answers[0] ? 1 : 3;
	return ZPOLINE_ANSWER;
}

static int second(struct SyscallRegs *regs, void *arg)
{
	regs->rax = arg == &answers[1] ? 2 : 3;
	return ZPOLINE_ANSWER;
}

static void *call(void *unused)
{
	(void)unused;
	while (!ends) {
		int must = replacing;
		long result = syscall(SYS_getppid);

		if (result == 3 || (must && replacing && result > 3))
			__atomic_fetch_add(&wrong, 1, __ATOMIC_RELAXED);
	}
	return NULL;
}

int main(void)
{
	__typeof__(zpoline_hook) *hook, *unhook;
	pthread_t threads[2];

	*(void **)&hook = dlsym(RTLD_DEFAULT, "zpoline_hook");
	*(void **)&unhook = dlsym(RTLD_DEFAULT, "zpoline_unhook");
	if (!hook || !unhook)
		return 1;
	hook(SYS_getppid, first, &answers[0]);
	for (int i = 0; i < 2; i++)
		pthread_create(&threads[i], NULL, call, NULL);
	for (int i = 0; i < 300000; i++) {
		hook(SYS_getppid, second, &answers[1]);
		unhook(SYS_getppid, first, &answers[0]);
		hook(SYS_getppid, first, &answers[0]);
		unhook(SYS_getppid, second, &answers[1]);
	}
	replacing = 0;
	for (int i = 0; i < 20000; i++) {
		hook(SYS_getppid, second, &answers[1]);
		hook(SYS_getppid, NULL, NULL);
		hook(SYS_getppid, first, &answers[0]);
	}
	ends = 1;
	for (int i = 0; i < 2; i++)
		pthread_join(threads[i], NULL);
	printf("%ld\n", wrong);
	return 0;
}
