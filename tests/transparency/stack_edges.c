/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * A call with the stack pointer at the very top of a stack that nothing lies
 * above, and one with 128 + 512 bytes left above a page that cannot be used.
 * Fails when entry_call takes 2 KiB more of the program's stack than it does.
 */
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "check.h"
#include "on_stack.h"

#define PAGE 4096

int main(void)
{
	char *map = mmap(NULL, 6 * PAGE, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS,
			 -1, 0);
	char *bottom = map + PAGE, *top = map + 5 * PAGE;

	mprotect(bottom, 4 * PAGE, PROT_READ | PROT_WRITE);
	for (int round = 0; round < 3; round++) {
		CHECK(call_with_rsp(SYS_getppid, top) == getppid());
		CHECK(call_with_rsp(SYS_getpid, top - 8) == getpid());
		CHECK(call_with_rsp(SYS_sched_yield, bottom + 4096) == 0);
		CHECK(call_with_rsp(SYS_getpid, bottom + 1024) == getpid());
		CHECK(call_with_rsp(SYS_getpid, bottom + 640) == getpid());
	}
	return verdict();
}
