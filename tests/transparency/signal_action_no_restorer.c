/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * A handler for SIGSEGV without a restorer, or with one of the program's own:
 * only its own signals need it. Fails without: faults that are the library's
 * own affair returning by its own restorer (signal_entry, faults.c install()),
 * seen when a script reads memory that is not there.
 */
#define _GNU_SOURCE
#include "sig.h"

static volatile sig_atomic_t calls;

static void on_signal(int sig, siginfo_t *info, void *context)
{
	(void)sig, (void)info, (void)context;
	calls++;
}

static void restorer(void)
{
	static const char text[] = "the restorer was called\n";

	raw3(SYS_write, 1, (long)text, sizeof(text) - 1);
	_exit(1);
}

int main(void)
{
	struct kernel_action act = {.handler = (void *)on_signal};
	char *nowhere = unmapped();
	ssize_t n;

	for (int i = 0; i < 2; i++) {
		CHECK(raw6(SYS_rt_sigaction, SIGSEGV, (long)&act, 0, 8, 0, 0) ==
		      0);
		n = write(-1, nowhere, 16);
		CHECK(n == -1 && errno == EBADF);
		act.flags = 0x04000000;
		act.restorer = (void *)restorer;
	}
	printf("%d calls\n", calls);
	return failed;
}
