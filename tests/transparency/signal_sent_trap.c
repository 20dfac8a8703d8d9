/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * A SIGTRAP that was sent is a signal like others: its handler finds the
 * program at its call site, not in our code, and what it changes there holds.
 * Fails when every SIGTRAP is taken for a step of the program's own.
 */
#define _GNU_SOURCE
#include "sig.h"

#define FUNCTION 16 /* bytes: kill_here() is smaller */

static volatile sig_atomic_t near, total;
static uintptr_t from;

static void on_trap(int sig, siginfo_t *info, void *context)
{
	const ucontext_t *uc = context;
	uintptr_t rip = (uintptr_t)uc->uc_mcontext.gregs[REG_RIP];

	(void)sig, (void)info;
	total++;
	near += rip - from < FUNCTION;
}

/* long kill_here(long pid, long sig) */
__asm__("kill_here: mov $62, %eax\n\tsyscall\n\tret");
long kill_here(long pid, long sig);

int main(void)
{
	from = (uintptr_t)kill_here;
	handle(SIGTRAP, on_trap, 0);
	for (int i = 0; i < 50; i++)
		CHECK(kill_here(getpid(), SIGTRAP) == 0);
	CHECK(near == 50 && total == 50);
	return failed;
}
