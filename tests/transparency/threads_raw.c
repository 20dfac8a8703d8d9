/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Threads made by clone without libc, with a plain block as thread-local
 * storage and then sharing their maker's, some at once, while libc's threads
 * make calls too. Each knows its own number. Fails without
 * thread_new_storage(): threads take each other's record.
 */
#define _GNU_SOURCE
#include <linux/futex.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "raw.h"
#include "tasks.h"

#define THREADS 4
#define FLAGS                                                                  \
	(CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD |    \
	 CLONE_SYSVSEM | CLONE_CHILD_CLEARTID | CLONE_PARENT_SETTID)

static char stack[THREADS][32768] __attribute__((aligned(16)));
static char block[THREADS][8192] __attribute__((aligned(4096)));
static volatile int tid[THREADS];
static atomic_int good, libc_good, stop;

static int thread(void)
{
	long self = raw0(SYS_gettid), process = raw0(SYS_getpid);
	int same = 0, known = 0;

	for (int i = 0; i < 200; i++)
		same += raw0(SYS_gettid) == self && raw0(SYS_getpid) == process;
	for (int i = 0; i < THREADS; i++)
		known += tid[i] == self;
	good += same == 200 && known == 1 && self != process;
	return 0;
}

static void *libc_thread(void *arg)
{
	pid_t self = gettid();

	(void)arg;
	while (!stop)
		CHECK(gettid() == self);
	libc_good++;
	return NULL;
}

static void run(long flags)
{
	for (int i = 0; i < THREADS; i++) {
		const long call[6] = {SYS_clone,
				      FLAGS | flags,
				      (long)(stack[i] + sizeof(stack[i])),
				      (long)&tid[i],
				      (long)&tid[i],
				      (long)(block[i] + 4096)};

		*(void **)(void *)(block[i] + 4096) = block[i] + 4096;
		CHECK(task_make(call, thread) > 0);
		CHECK(gettid() == getpid());
	}
	for (int i = 0; i < THREADS; i++)
		for (int is = tid[i]; is; is = tid[i])
			raw6(SYS_futex, (long)&tid[i], FUTEX_WAIT, is, 0, 0, 0);
}

int main(void)
{
	pthread_t t;

	pthread_create(&t, NULL, libc_thread, NULL);
	for (int i = 0; i < 5; i++)
		run(CLONE_SETTLS);
	for (int i = 0; i < 5; i++)
		run(0);
	stop = 1;
	pthread_join(t, NULL);
	CHECK(good == 10 * THREADS && libc_good == 1);
	return verdict();
}
