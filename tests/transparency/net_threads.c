/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Eight threads make calls from code made at run time, each in a page of its
 * own and all in one, while others come and go and a signal arrives now and
 * then. Fails in the modes without rewriting when SIGSYS may be blocked in the
 * kernel's eyes, as libc does around a new thread; that threads have the net is
 * seen by behaviour.net_seen.
 */
#define _GNU_SOURCE
#include <pthread.h>
#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "check.h"
#include "jit.h"

static int wrong[8];

static void on_signal(int sig)
{
	(void)sig;
	jit0(SYS_getppid);
}

static void *nothing(void *arg)
{
	jit0(SYS_gettid);
	return arg;
}

static void *work(void *arg)
{
	int *mine = arg;
	void *code = JIT(jit_any);
	jit_fn own = (jit_fn)code;
	long tid = gettid();

	for (int i = 0; i < 400; i++) {
		long word[2] = {i, 0};
		pthread_t other;

		*mine |= jit0(SYS_gettid) != tid;
		*mine |= own(SYS_gettid, 0, 0, 0, 0, 0, 0) != tid;
		*mine |= own(SYS_close, -1, 0, 0, 0, 0, 0) != -9;
		*mine |= jit3(SYS_rt_sigpending, (long)&word[1], 8, 0) != 0 ||
			 word[1] != 0 || word[0] != i;
		if (i % 100 == 0) {
			*mine |= pthread_create(&other, NULL, nothing, NULL);
			pthread_join(other, NULL);
		}
		if (i % 50 == 0)
			pthread_kill(pthread_self(), SIGUSR1);
	}
	munmap(code, JIT_PAGE);
	return NULL;
}

int main(void)
{
	pthread_t thread[8];

	jit_begin();
	signal(SIGUSR1, on_signal);
	for (int i = 0; i < 8; i++)
		pthread_create(&thread[i], NULL, work, &wrong[i]);
	for (int i = 0; i < 8; i++)
		pthread_join(thread[i], NULL);
	for (int i = 0; i < 8; i++)
		CHECK(!wrong[i]);
	return verdict();
}
