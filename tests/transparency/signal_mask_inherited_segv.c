/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * The mask is handed on to threads, to fork, vfork and exec. SIGSEGV and
 * SIGSYS\n * among it. Fails without sigmask_before_exec() (sigmask.c), and
 * without a new\n * thread's record taking over what its maker blocks of
 * SIGSEGV (thread.c).
 */
#define _GNU_SOURCE
#include "inherits.h"

int main(int argc, char **argv)
{
	told(argc, argv);
	hand_on(bit(SIGSEGV) | bit(SIGSYS) | bit(SIGUSR1));
	return failed;
}
