/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * One call that blocks, interrupted by SIGALRM every few milliseconds:
 * without SA_RESTART it ends with EINTR; with it, calls that restart go on
 * until wake(), called at the third signal, lets them succeed.
 */
#ifndef BLOCKING_H
#define BLOCKING_H

#include "sig.h"

static volatile sig_atomic_t ticks;
static void (*volatile wake)(void);

static void on_tick(int sig, siginfo_t *info, void *context)
{
	(void)sig, (void)info, (void)context;
	if (++ticks >= 3 && wake) {
		wake();
		wake = NULL;
	}
}

/* For handlers that only count. */
static inline void nothing(void)
{
}

/* restarts: 0: EINTR in either case. */
static inline void blocking(const char *name, long (*call)(void),
			    void (*waker)(void), int restarts)
{
	for (int flags = 0; flags <= SA_RESTART; flags += SA_RESTART) {
		long ret;
		int error;

		handle(SIGALRM, on_tick, flags);
		ticks = 0;
		wake = flags && restarts ? waker : NULL;
		alarm_every(4000);
		errno = 0;
		ret = call();
		error = errno;
		alarm_every(0);
		printf("%s%s: %s%s\n", name, flags ? ", SA_RESTART" : "",
		       ret >= 0		? "done"
		       : error == EINTR ? "EINTR"
					: strerror(error),
		       ret >= 0 && ticks < 3 ? ", too early" : "");
	}
}

#endif
