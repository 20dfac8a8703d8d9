/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * A vfork child writes over all of the stack below its frame, calls deeply,
 * and makes calls meanwhile: the parent has its frame, its saved registers and
 * its way back. Fails without task_vfork's copy of the stack below the
 * program's own.
 */
#define _GNU_SOURCE
#include <string.h>
#include <unistd.h>

#include "tasks.h"

static __attribute__((noinline)) int deep(int n)
{
	volatile char room[512];

	memset((char *)room, n, sizeof(room));
	getppid();
	return n ? deep(n - 1) + (room[n] == (char)n) : 0;
}

static __attribute__((noinline)) void overwrite(size_t size)
{
	volatile char room[size];

	memset((char *)room, 0xa5, size);
	getppid();
}

static __attribute__((noinline)) long run(long a, long b, long c, long d,
					  long e, size_t size)
{
	long f = a * b, g = c * d, h = d * e, i = a + e;
	pid_t child = vfork();

	if (child == 0) {
		overwrite(size);
		deep(100);
		overwrite(64);
		_exit(deep(50));
	}
	CHECK(exited(child) == 50);
	return a + b + c + d + e + f + g + h + i;
}

int main(void)
{
	for (size_t size = 16; size <= 1048576; size *= 4)
		CHECK(run(1, 2, 3, 4, 5, size) == 15 + 2 + 12 + 20 + 6);
	return verdict();
}
