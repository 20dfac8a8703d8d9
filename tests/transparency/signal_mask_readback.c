/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * rt_sigprocmask gives back what was set, bit for bit, SIGSEGV, SIGBUS and
 * SIGSYS included; what it refuses changes nothing. Fails without
 * sigmask_change() keeping them (sigmask.c).
 */
#define _GNU_SOURCE
#include "sig.h"

static long call(int how, const void *set, void *old, long size)
{
	return raw6(SYS_rt_sigprocmask, how, (long)set, (long)old, size, 0, 0);
}

int main(void)
{
	const uint64_t never = bit(SIGKILL) | bit(SIGSTOP), full = ~0ul;
	uint64_t old, set = 0;

	CHECK(blocked() == 0);
	for (int sig = 1; sig <= 64; sig++) {
		set = bit(sig);
		CHECK(call(SIG_BLOCK, &set, &old, 8) == 0 && old == 0);
		CHECK(blocked() == (set & ~never));
		CHECK(call(SIG_UNBLOCK, &set, &old, 8) == 0);
		CHECK(old == (set & ~never) && blocked() == 0);
		CHECK(call(SIG_SETMASK, &set, NULL, 8) == 0);
		CHECK(blocked() == (set & ~never));
		set = ~set;
		CHECK(call(SIG_SETMASK, &set, &old, 8) == 0);
		CHECK(blocked() == (set & ~never));
		set = ~set;
		CHECK(call(SIG_BLOCK, &set, &old, 8) == 0);
		CHECK(blocked() == (full & ~never));
		CHECK(call(SIG_UNBLOCK, &set, &old, 8) == 0);
		CHECK(blocked() == (~set & ~never));
		CHECK(call(77, NULL, &old, 8) == 0 && old == (~set & ~never));
		/* in and out in one place */
		old = set;
		CHECK(call(SIG_SETMASK, &old, &old, 8) == 0);
		CHECK(old == (~set & ~never));
		CHECK(blocked() == (set & ~never));
		mask_call(SIG_SETMASK, 0);
	}
	mask_call(SIG_SETMASK, full);
	set = bit(SIGSEGV) | bit(SIGUSR1);
	for (long size = 0; size < 130; size++)
		if (size != 8)
			CHECK(call(SIG_UNBLOCK, &set, &old, size) == -EINVAL);
	CHECK(call(77, &set, &old, 8) == -EINVAL);
	CHECK(call(-1, &set, &old, 8) == -EINVAL);
	CHECK(call(SIG_UNBLOCK, unmapped(), &old, 8) == -EFAULT);
	CHECK(call(SIG_SETMASK, NULL, unmapped(), 8) == -EFAULT);
	CHECK(call(SIG_SETMASK, NULL, NULL, 8) == 0);
	CHECK(blocked() == (full & ~never));
	puts("done");
	return failed;
}
