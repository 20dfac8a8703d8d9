/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * A handler leaves by siglongjmp out of a call that blocks, or restarts, made
 * by code made at run time; and one that returns finds EINTR there, or the
 * call restarted. Fails without sigcontext_show(), and when the call is made in
 * the trap's handler. That hooks go on is seen by behaviour.net_seen.
 */
#define _GNU_SOURCE
#include <setjmp.h>

#include "sig.h"

#include "jit.h"

static sigjmp_buf home;
static volatile int ticks, leave = 1;
static int ends[2];

static void on_alarm(int sig, siginfo_t *info, void *context)
{
	(void)sig, (void)info, (void)context;
	ticks++;
	if (leave)
		siglongjmp(home, 1);
	else if (ticks % 3 == 0)
		jit3(SYS_write, ends[1], (long)"x", 1);
}

int main(void)
{
	char byte = 0;

	jit_begin();
	CHECK(pipe(ends) == 0);
	handle(SIGALRM, on_alarm, 0);
	for (int i = 0; i < 150; i++) {
		struct itimerval once = {.it_value = {0, 1000}};

		if (sigsetjmp(home, 1) == 0) {
			setitimer(ITIMER_REAL, &once, NULL);
			jit3(SYS_read, ends[0], (long)&byte, 1);
			CHECK(!"read came back");
		}
		CHECK(jit0(SYS_getpid) == getpid());
		CHECK(blocked() == 0);
	}
	printf("left %d times\n", ticks);
	leave = 0;
	for (int flags = 0; flags <= SA_RESTART; flags += SA_RESTART) {
		struct itimerval timer = {{0, 20000}, {0, 20000}};
		long ret;

		handle(SIGALRM, on_alarm, flags);
		ticks = 0;
		setitimer(ITIMER_REAL, &timer, NULL);
		ret = jit3(SYS_read, ends[0], (long)&byte, 1);
		alarm_every(0);
		printf("%ld, %s\n", ret, ticks >= 3 ? "restarted" : "ended");
	}
	return failed;
}
