/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * signalfd hands out what is blocked: standard and real-time signals with
 * their siginfo, poll says when. Holds by signals that the program blocks
 * staying with the kernel: fails when one is taken from it (kept or held).
 */
#define _GNU_SOURCE
#include "signalfd.h"

int main(void)
{
	static const int signals[] = {SIGUSR1, SIGCHLD, SIGTERM, 40, 64};

	for (size_t i = 0; i < sizeof(signals) / sizeof(signals[0]); i++)
		signalfd_reads(signals[i]);
	return failed;
}
