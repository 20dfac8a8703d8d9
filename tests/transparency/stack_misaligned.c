/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Calls with a stack pointer of any alignment, odd ones too. Fails when
 * entry_call rounds the stack pointer that it remembers, and without
 * is_wild_number.
 */
#include <sys/syscall.h>
#include <unistd.h>

#include "check.h"
#include "on_stack.h"

int main(void)
{
	static char stack[16384] __attribute__((aligned(64)));
	char *top = stack + sizeof(stack) - 64;

	for (int off = 0; off < 64; off++) {
		CHECK(call_with_rsp(SYS_getpid, top - off) == getpid());
		CHECK(call_with_rsp(SYS_getppid, top - off) == getppid());
		CHECK(call_with_rsp(SYS_sched_yield, top - off) == 0);
		CHECK(call_with_rsp(500, top - off) == -38);
		CHECK(call_with_rsp(-1, top - off) == -38);
	}
	for (int off = 0; off < 16; off++) {
		long child = call_with_rsp(SYS_fork, top - off);

		if (child == 0)
			_exit(off);
		CHECK(WEXITSTATUS(end_of((pid_t)child)) == off);
	}
	return verdict();
}
