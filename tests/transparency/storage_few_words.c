/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Tasks made without libc whose thread-local storage is a few words, with no
 * memory below them, none above, or none at all, and threads of libc's that
 * have such storage for a while: they make calls of their own, and children.
 * Fails when numbers are written by libc's functions, which look at the storage
 * for the locale, and when Lua's functions find no word above fs.
 */
#define _GNU_SOURCE
#include <asm/prctl.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "raw.h"
#include "tasks.h"

#define PAGE 4096

static char stack[65536] __attribute__((aligned(16)));

static int nothing(void)
{
	return raw0(SYS_getppid) > 0 ? 3 : 4;
}

static int calls(void)
{
	const long vforks[6] = {SYS_vfork};
	int status = 0;
	long child;

	for (int i = 0; i < 20; i++)
		if (raw0(SYS_getppid) <= 0 || raw0(SYS_getuid) < 0)
			return 6;
	child = task_make(vforks, nothing);
	raw6(SYS_wait4, child, (long)&status, 0, 0, 0, 0);
	return status == 3 << 8 ? 5 : 7;
}

static void check_storage(const void *tls)
{
	const long flags = CLONE_VM | CLONE_SETTLS | SIGCHLD;
	const long call[6] = {SYS_clone, flags, (long)(stack + sizeof(stack)),
			      0,	 0,	(long)tls};

	CHECK(exited((int)task_make(call, calls)) == 5);
}

/* Between the two nothing may look at storage. */
static void *moved(void *arg)
{
	long own, status;

	syscall(SYS_arch_prctl, ARCH_GET_FS, &own);
	raw3(SYS_arch_prctl, ARCH_SET_FS, (long)arg, 0);
	status = calls();
	raw3(SYS_arch_prctl, ARCH_SET_FS, own, 0);
	CHECK(status == 5);
	return NULL;
}

int main(void)
{
	char *page = mmap(NULL, 3 * PAGE, PROT_READ | PROT_WRITE,
			  MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	CHECK(page != MAP_FAILED);
	mprotect(page, PAGE, PROT_NONE);
	mprotect(page + 2 * PAGE, PAGE, PROT_NONE);
	check_storage(page + PAGE);
	check_storage(page + 2 * PAGE - 16);
	check_storage(page);
	check_storage(NULL);
	for (int i = 0; i < 4; i++) {
		void *places[] = {page + PAGE, page + 2 * PAGE - 16, page,
				  NULL};
		pthread_t thread;

		moved(places[i]);
		CHECK(pthread_create(&thread, NULL, moved, places[i]) == 0);
		pthread_join(thread, NULL);
	}
	return verdict();
}
