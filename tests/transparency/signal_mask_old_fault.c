/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * rt_sigprocmask whose old mask cannot be told: EFAULT, but the new one is in
 * force. Fails without sigmask_change() (sigmask.c) keeping its part of the
 * mask in this case too.
 */
#define _GNU_SOURCE
#include "sig.h"

int main(void)
{
	uint64_t set = bit(SIGSEGV) | bit(SIGBUS) | bit(SIGSYS) | bit(SIGUSR1);

	printf("%ld ", raw6(SYS_rt_sigprocmask, SIG_SETMASK, (long)&set,
			    (long)unmapped(), 8, 0, 0));
	printf("%lx\n", blocked());
	return failed;
}
