/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * signalfd hands out SIGSEGV, SIGBUS and SIGSYS that were sent and are
 * blocked. Fails without masks.c giving what it holds to signalfd: the kernel
 * never finds these signals pending.
 */
#define _GNU_SOURCE
#include "signalfd.h"

int main(void)
{
	signalfd_reads(SIGSYS);
	signalfd_reads(SIGSEGV);
	signalfd_reads(SIGBUS);
	return failed;
}
