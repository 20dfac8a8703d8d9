/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * sigtimedwait and sigpending for a blocked SIGSYS that was sent. Fails without
 * sigmask.c giving what it holds to these calls: the kernel never finds this
 * signal pending.
 */
#define _GNU_SOURCE
#include "sigwaits.h"

int main(void)
{
	waits_for(SIGSYS);
	return failed;
}
