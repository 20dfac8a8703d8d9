/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * A filter that lets no futex through, for all threads at once (TSYNC), which
 * then make calls at the same time. Fails (SIGSYS) when the interpreter's lock
 * is waited for, or handed on, by futex.
 */
#define _GNU_SOURCE
#include <pthread.h>
#include <sched.h>

#include "check.h"
#include "raw.h"
#include "seccomp.h"

#define THREADS 3
#define CALLS 8000

static const int list[] = {SYS_getppid, SYS_pause, SYS_write, SYS_rt_sigreturn,
			   SYS_exit_group};

static volatile int ready, go, done;

static void make_calls(void)
{
	for (int i = 0; i < CALLS; i++)
		raw0(SYS_getppid);
}

static void *run(void *unused)
{
	raw0(SYS_getppid); /* what that needs of the kernel, it has now */
	__atomic_fetch_add(&ready, 1, __ATOMIC_SEQ_CST);
	while (!go)
		;
	make_calls();
	__atomic_fetch_add(&done, 1, __ATOMIC_SEQ_CST);
	for (;;)
		raw0(SYS_pause);
	return unused;
}

int main(void)
{
	pthread_t thread;

	for (int i = 0; i < THREADS; i++)
		CHECK(pthread_create(&thread, NULL, run, NULL) == 0);
	while (ready < THREADS)
		sched_yield();
	raw0(SYS_getppid);
	seccomp_all_threads = 1;
	if (seccomp_allow_only(list, sizeof(list) / sizeof(list[0]),
			       SECCOMP_RET_KILL_PROCESS))
		skip("no filter for all threads");
	go = 1;
	make_calls();
	while (done < THREADS)
		;
	raw3(SYS_write, 1, (long)"well\n", 5);
	raw3(SYS_exit_group, broken, 0, 0);
}
