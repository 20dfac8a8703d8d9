/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * signalfd hands out SIGSEGV and SIGBUS that were sent and are blocked. Fails
 * without sigmask.c having the kernel hold them: it never finds them pending
 * otherwise. SIGSYS is not among them: a blocked one would kill at a trap.
 */
#define _GNU_SOURCE
#include "signalfd.h"

int main(void)
{
	signalfd_reads(SIGSEGV);
	signalfd_reads(SIGBUS);
	return failed;
}
