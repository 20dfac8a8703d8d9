/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * libc's restartable sequences are registered in every thread, once, and the
 * processor's number in them is right. Fails when dispatch refuses rseq, which
 * libc calls at a thread's start.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <stdint.h>
#include <sys/rseq.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "check.h"

static void *run(void *arg)
{
	char *thread = __builtin_thread_pointer();
	const volatile struct rseq *rseq =
		(const volatile struct rseq *)(void *)(thread + __rseq_offset);
	cpu_set_t one;

	(void)arg;
	CPU_ZERO(&one);
	CPU_SET(sched_getcpu(), &one);
	CHECK(sched_setaffinity(0, sizeof(one), &one) == 0);
	CHECK(CPU_ISSET((int)rseq->cpu_id, &one));
	CHECK((int)rseq->cpu_id == sched_getcpu());
	CHECK(rseq->cpu_id_start == rseq->cpu_id);
	/* already there, with libc's signature: EBUSY; another: EPERM */
	CHECK(syscall(SYS_rseq, rseq, 32, 0, RSEQ_SIG) == -1);
	CHECK(errno == EBUSY || errno == EINVAL);
	return NULL;
}

int main(void)
{
	pthread_t thread;
	pid_t child;

	if (__rseq_size == 0)
		skip("libc has not registered rseq");
	for (int i = 0; i < 5; i++) {
		pthread_create(&thread, NULL, run, NULL);
		pthread_join(thread, NULL);
	}
	child = fork();
	if (child == 0) {
		run(NULL);
		_exit(broken);
	}
	CHECK(end_of(child) == 0);
	run(NULL);
	return verdict();
}
