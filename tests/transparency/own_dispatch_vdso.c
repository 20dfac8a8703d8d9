/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * A program that traps its own system calls (PR_SET_SYSCALL_USER_DISPATCH)
 * still gets the time from the vDSO, without a trap: natively that is none.
 *
 * Fails without user_dispatch_check() letting the vDSO's calls pass: the
 * handler runs.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <signal.h>
#include <stdint.h>
#include <sys/prctl.h>
#include <time.h>

#include "check.h"

#define DISPATCH 59 /* PR_SET_SYSCALL_USER_DISPATCH */

static volatile char blocked; /* the selector: 0 lets calls pass */
static volatile int traps;

static void trap(int sig)
{
	(void)sig;
	blocked = 0;
	traps++;
}

int main(void)
{
	void *vdso = dlopen("linux-vdso.so.1", RTLD_LAZY | RTLD_NOLOAD);
	int (*gettime)(clockid_t, struct timespec *);
	struct timespec t = {0};
	int ret;

	if (!vdso)
		skip("no vDSO");
	gettime = (int (*)(clockid_t, struct timespec *))(
		uintptr_t)dlsym(vdso, "__vdso_clock_gettime");
	signal(SIGSYS, trap);
	if (!gettime || prctl(DISPATCH, 1, 0, 0, &blocked))
		skip("no vDSO, or no Syscall User Dispatch");
	blocked = 1;
	ret = gettime(CLOCK_MONOTONIC, &t);
	blocked = 0;
	CHECK(ret == 0);
	CHECK(t.tv_sec > 0);
	CHECK(traps == 0);
	return verdict();
}
