/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Behind a filter that refuses prctl a child has no fallback, so it may make a
 * thread by a call that is not seen: both make calls at once all the same, also
 * with all signals blocked and a pointer that is none.
 * Fails without go_without_fallback() where musl's clone is such a call (exec):
 * the two have one record, found by gs, and no lock.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "check.h"
#include "raw.h"
#include "seccomp.h"

#define CALLS 3000

static int begun;

static void *calls(void *unused)
{
	const long parent = getppid();
	const unsigned long all = ~0ul;
	long wrong = 0;

	__atomic_fetch_add(&begun, 1, __ATOMIC_SEQ_CST);
	while (__atomic_load_n(&begun, __ATOMIC_SEQ_CST) < 2)
		sched_yield();
	for (int i = 0; i < CALLS; i++)
		wrong += raw0(SYS_getppid) != parent;
	CHECK(wrong == 0);
	raw6(SYS_rt_sigprocmask, SIG_BLOCK, (long)&all, 0, 8, 0, 0);
	CHECK(raw3(SYS_sigaltstack, 8, 0, 0) == -EFAULT);
	return unused;
}

static int child(void)
{
	pthread_t t;

	CHECK(pthread_create(&t, NULL, calls, NULL) == 0);
	calls(NULL);
	CHECK(pthread_join(t, NULL) == 0);
	return broken;
}

int main(void)
{
	static const int refused[] = {SYS_prctl};

	if (seccomp_filter(refused, 1, SECCOMP_RET_ERRNO | 1, SECCOMP_RET_ALLOW,
			   0))
		skip("no seccomp filters");
	for (int i = 0; i < 4; i++) {
		pid_t pid = fork();

		if (pid == 0)
			_exit(child());
		CHECK(end_of(pid) == 0);
	}
	return verdict();
}
