/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * siglongjmp out of a handler that comes anywhere in a row of calls, so in the
 * middle of a script's handler too. Fails without keep() (signals.c): the
 * interpreter would be left half way, with its lock held, and the other
 * thread's next call would wait for ever.
 */
#define _GNU_SOURCE
#include <pthread.h>
#include <setjmp.h>

#include "sig.h"

#define JUMPS 500

static sigjmp_buf env;
static volatile sig_atomic_t in_loop;

static void on_alarm(int sig, siginfo_t *info, void *context)
{
	(void)sig, (void)info, (void)context;
	if (!in_loop)
		return;
	/* not again before it has come there: where calls are slow, the next
	 * alarm is due when this jump unblocks it */
	in_loop = 0;
	siglongjmp(env, 1);
}

static volatile int ended;

static void *other(void *arg)
{
	while (!ended) {
		raw0(SYS_getppid);
		usleep(300);
	}
	return arg;
}

int main(void)
{
	struct timespec until = {.tv_sec = 0};
	pthread_t thread;
	static volatile int jumps, wrong;
	pid_t me = getpid(), parent = getppid();
	char *nowhere = unmapped();

	mask_call(SIG_BLOCK, bit(SIGALRM));
	pthread_create(&thread, NULL, other, NULL);
	mask_call(SIG_UNBLOCK, bit(SIGALRM));
	handle(SIGALRM, on_alarm, 0);
	alarm_every(700);
	if (sigsetjmp(env, 1))
		jumps++;
	in_loop = jumps < JUMPS;
	while (in_loop) {
		wrong += raw0(SYS_getppid) != parent;
		wrong += raw0(SYS_getpid) != me;
		wrong += raw3(SYS_write, -1, (long)&env, 16) != -EBADF;
		wrong += raw3(SYS_read, -1, (long)nowhere, 16) != -EBADF;
	}
	alarm_every(0);
	ended = 1;
	until.tv_sec = time(NULL) + 5;
	CHECK(pthread_timedjoin_np(thread, NULL, &until) == 0);
	printf("%d jumps, wrong %d\n", jumps, wrong);
	return failed;
}
