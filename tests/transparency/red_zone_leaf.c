/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * A leaf function keeps values in both ends of its red zone across a system
 * call. Fails without patchable.c's red-zone rule: the call instruction in
 * place of syscall writes over the bytes at rsp-8.
 */
#include <stdio.h>

long leaf(long a, long b);

int main(void)
{
	printf("%ld\n", leaf(1000, 234));
	return leaf(1, 2) != 3;
}
