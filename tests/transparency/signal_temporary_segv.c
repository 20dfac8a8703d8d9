/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * The calls that wait under a mask of their own, SIGSEGV inside and SIGBUS
 * outside it. Fails without the masks of these calls acting on what sigmask.c
 * keeps of SIGSEGV and SIGBUS.
 */
#define _GNU_SOURCE
#include "temporary.h"

int main(void)
{
	temporary_masks(SIGSEGV, SIGBUS);
	return failed;
}
