/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Numbers that no system call has: the kernel's own answer must come back. */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "raw.h"

int main(int argc, char **argv)
{
	for (int i = 1; i < argc; i++)
		printf("%s: %ld, again %ld\n", argv[i],
		       raw0(strtol(argv[i], NULL, 0)),
		       syscall(strtol(argv[i], NULL, 0)));
	return 0;
}
