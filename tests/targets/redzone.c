/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Leaf functions whose values lie in the red zone during a system call. */
#include <stdio.h>
#include <sys/syscall.h>
#include <unistd.h>

long redzone_deep(long nr), redzone_whole(long nr);

static void show(const char *name, long result)
{
	int pid = (int)result;

	printf("%s: %ld values lost, right result %d\n", name, result >> 32,
	       pid == getppid());
}

int main(void)
{
	show("deep", redzone_deep(SYS_getppid));
	show("whole", redzone_whole(SYS_getppid));
	return 0;
}
