/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* A blocked signal, fetched by sigtimedwait, sigwaitinfo and sigwait, and seen
 * by sigpending meanwhile. */
#ifndef SIGWAITS_H
#define SIGWAITS_H

#include "sig.h"

static inline uint64_t pending(void)
{
	uint64_t set = 0;

	CHECK(syscall(SYS_rt_sigpending, &set, 8) == 0);
	return set;
}

static inline void waits_for(int sig)
{
	const struct timespec zero = {0, 0}, second = {1, 0};
	union sigval value = {.sival_int = 0x9abc};
	siginfo_t info;
	sigset_t set;
	int got = 0;

	sigemptyset(&set);
	sigaddset(&set, sig);
	sigprocmask(SIG_BLOCK, &set, NULL);
	CHECK(sigtimedwait(&set, &info, &zero) == -1 && errno == EAGAIN);
	for (int i = 0; i < 3; i++) {
		memset(&info, 0, sizeof(info));
		if (i == 1)
			sigqueue(getpid(), sig, value);
		else
			kill(getpid(), sig);
		printf("%d: pending %d, ", sig, (pending() & bit(sig)) != 0);
		got = sigtimedwait(&set, &info, i ? &second : &zero);
		printf("got %d code %d value %x mine %d, pending %lx\n", got,
		       info.si_code,
		       i == 1 ? (unsigned)info.si_value.sival_int : 0,
		       info.si_pid == getpid(), pending());
	}
	signal(sig, SIG_IGN); /* what is left pending goes */
	printf("ignored: pending %lx\n", pending());
	sigprocmask(SIG_UNBLOCK, &set, NULL);
	signal(sig, SIG_DFL);
}

#endif
