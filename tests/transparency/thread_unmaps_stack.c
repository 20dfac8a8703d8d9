/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * A thread that ends without a stack: it unmaps its own and exits, which needs
 * none. Fails if anything of ours is on the stack then.
 */
#define _GNU_SOURCE
#include <linux/futex.h>
#include <sched.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "check.h"

#define STACK 65536

static int tid = 1;

static int end(void *stack)
{
	__asm__ volatile("mov $11, %%eax\n\tsyscall\n\t"
			 "xor %%edi, %%edi\n\tmov $60, %%eax\n\tsyscall"
			 :
			 : "D"(stack), "S"(STACK)
			 : "memory");
	__builtin_unreachable();
}

static int ends_alone(void)
{
	const int flags = CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND |
			  CLONE_THREAD | CLONE_SYSVSEM | CLONE_CHILD_CLEARTID |
			  CLONE_PARENT_SETTID;
	char *stack = mmap(NULL, STACK, PROT_READ | PROT_WRITE,
			   MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	int now;

	if (clone(end, stack + STACK, flags, stack, &tid, NULL, &tid) < 0)
		return 2;
	while ((now = __atomic_load_n(&tid, __ATOMIC_SEQ_CST)) != 0)
		syscall(SYS_futex, &tid, FUTEX_WAIT, now, NULL, NULL, 0);
	return 0;
}

int main(void)
{
	pid_t child = fork();

	if (!child)
		_exit(ends_alone());
	CHECK(end_of(child) == 0);
	return verdict();
}
