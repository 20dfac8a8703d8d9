/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * The mask is handed on to threads, to fork, vfork and exec. Holds by the
 * mask's being the\n * kernel's own affair: fails when one of ours stays
 * blocked across clone or exec.
 */
#define _GNU_SOURCE
#include "inherits.h"

int main(int argc, char **argv)
{
	told(argc, argv);
	hand_on(bit(SIGUSR1) | bit(40) | bit(SIGPIPE));
	return failed;
}
