/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * The calls that wait under a mask of their own, SIGUSR1 inside and SIGUSR2
 * outside it. Holds by the mask's being the kernel's own affair: fails when
 * these calls are made in another context than the program's own (gate_issue()
 * on its stack, guard down).
 */
#define _GNU_SOURCE
#include "temporary.h"

int main(void)
{
	temporary_masks(SIGUSR1, SIGUSR2);
	return failed;
}
