/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Prints what getpid() says, and whether that is the parent's id. */
#include <stdio.h>
#include <unistd.h>

int main(void)
{
	int pid = getpid();

	printf("%d%s\n", pid, pid == getppid() ? " (the parent)" : "");
	return 0;
}
