/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Calls at every depth of a recursion down to 6 MiB, so that the stack grows
 * under them, and again on the way up. Fails when entry_call does not put a
 * register back that the compiler keeps things in.
 */
#include <unistd.h>

#include "check.h"

static pid_t parent;
static long sum;

static long deep(int left)
{
	volatile char mine[3000];
	long below = 0;

	for (size_t i = 0; i < sizeof(mine); i += 250)
		mine[i] = (char)(left + (int)i);
	CHECK(getppid() == parent);
	if (left > 0)
		below = deep(left - 1);
	CHECK(getppid() == parent);
	for (size_t i = 0; i < sizeof(mine); i += 250)
		CHECK(mine[i] == (char)(left + (int)i));
	sum += left;
	return below + 1;
}

int main(void)
{
	parent = getppid();
	for (int round = 0; round < 3; round++)
		printf("%ld deep, %ld\n", deep(2000), sum);
	return verdict();
}
