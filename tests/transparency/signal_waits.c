/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * sigtimedwait and sigpending for blocked signals. Holds by such signals
 * staying with the kernel: fails when one is taken from it (kept or held).
 */
#define _GNU_SOURCE
#include "sigwaits.h"

int main(void)
{
	static const int signals[] = {SIGUSR1, SIGTERM, SIGFPE, 40, 64};
	const struct timespec tenth = {0, 10000000};
	siginfo_t info;
	sigset_t set;
	uint64_t word = 1;

	for (size_t i = 0; i < sizeof(signals) / sizeof(signals[0]); i++)
		waits_for(signals[i]);
	sigemptyset(&set);
	CHECK(sigtimedwait(&set, &info, &tenth) == -1 && errno == EAGAIN);
	CHECK(raw3(SYS_rt_sigpending, (long)&word, 9, 0) == -EINVAL);
	CHECK(raw3(SYS_rt_sigpending, (long)&word, 4, 0) == 0);
	CHECK(raw3(SYS_rt_sigpending, (long)unmapped(), 8, 0) == -EFAULT);
	CHECK(raw6(SYS_rt_sigtimedwait, (long)&word, 0, 0, 4, 0, 0) == -EINVAL);
	return failed;
}
