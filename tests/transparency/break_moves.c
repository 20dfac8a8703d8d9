/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * The program's break moves as it says, up and down; new
 * memory is zero and nothing of ours lies in its way. Fails when the library
 * moves the break for itself.
 */
#define _GNU_SOURCE
#include <string.h>
#include <unistd.h>

#include "break.h"
#include "check.h"

int main(void)
{
	char *start = break_is(), *now;

	for (int i = 1; i < 200; i++) {
		now = break_by(10000);
		CHECK(now == start + (i - 1) * 10000);
		for (int k = 0; k < 10000; k += 999)
			CHECK(now[k] == 0);
		memset(now, i, 10000);
		CHECK(getppid() > 0);
		CHECK(break_is() == now + 10000);
	}
	CHECK(break_to(start + 5000) == 0 && break_is() == start + 5000);
	CHECK(start[4999] == 1);
	CHECK(break_by(64 << 20) == start + 5000);
	start[32 << 20] = 1;
	CHECK(break_by(-(64 << 20)) == start + 5000 + (64 << 20));
	CHECK(break_to(start) == 0 && break_is() == start);
	/* below its beginning: refused, and stays where it is */
	CHECK((char *)raw3(SYS_brk, 4096, 0, 0) == start);
	CHECK((char *)raw3(SYS_brk, -4096, 0, 0) == start);
	return verdict();
}
