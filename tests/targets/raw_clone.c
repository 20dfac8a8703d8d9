/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * raw_clone clone | clone3 | tls | process: tasks on a stack of their own,
 * made without libc. "tls" gives the new thread a thread-local block that libc
 * knows nothing of, the others share the parent's.
 */
#define _GNU_SOURCE
#include <linux/sched.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "raw.h"

#define STACK 65536
#define THREAD_FLAGS                                                           \
	(CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD |    \
	 CLONE_SYSVSEM | CLONE_CHILD_CLEARTID | CLONE_PARENT_SETTID)

/* The task's number, zero once it has ended. */
static volatile int task;
static volatile int saw[2];
static char block[2 * 8192] __attribute__((aligned(4096)));

/* Runs on the new stack; only calls of its own making. */
__attribute__((used)) static void child(long exit_nr)
{
	saw[0] = (int)raw0(SYS_getpid);
	saw[1] = (int)raw0(SYS_gettid);
	raw3(SYS_write, 1, (long)"child\n", 6);
	raw3(exit_nr, 5, 0, 0);
}

/*
 * nr(a, b, c, d, e); the child calls child(r9). One instruction for both
 * calls: clone takes flags, stack, two tids, tls; clone3 a struct, its size.
 */
static long clone_and_run(long nr, long a, long b, long c, long d, long e,
			  long exit_nr)
{
	register long rax __asm__("rax") = nr;
	register long rdi __asm__("rdi") = a;
	register long rsi __asm__("rsi") = b;
	register long rdx __asm__("rdx") = c;
	register long r10 __asm__("r10") = d;
	register long r8 __asm__("r8") = e;
	register long r9 __asm__("r9") = exit_nr;

	__asm__ volatile("syscall\n\t"
			 "test %%rax, %%rax\n\t"
			 "jnz 1f\n\t"
			 "xor %%ebp, %%ebp\n\t"
			 "mov %%r9, %%rdi\n\t"
			 "call child\n\t"
			 "hlt\n"
			 "1:"
			 : "+r"(rax), "+r"(rdi), "+r"(rsi), "+r"(rdx),
			   "+r"(r10), "+r"(r8), "+r"(r9)
			 :
			 : "rcx", "r11", "memory", "cc");
	return rax;
}

static long start(const char *how, char *stack)
{
	long top = (long)(stack + STACK);
	struct clone_args args = {
		.flags = THREAD_FLAGS,
		.child_tid = (uintptr_t)&task,
		.parent_tid = (uintptr_t)&task,
		.stack = (uintptr_t)stack,
		.stack_size = STACK,
	};

	if (strcmp(how, "clone3") == 0)
		return clone_and_run(SYS_clone3, (long)&args, sizeof(args), 0,
				     0, 0, SYS_exit);
	if (strcmp(how, "tls") == 0) {
		/* as libcs do: the block's first word is its own address */
		*(void **)(void *)(block + 8192) = block + 8192;
		return clone_and_run(SYS_clone, THREAD_FLAGS | CLONE_SETTLS,
				     top, (long)&task, (long)&task,
				     (long)(block + 8192), SYS_exit);
	}
	return clone_and_run(SYS_clone, THREAD_FLAGS, top, (long)&task,
			     (long)&task, 0, SYS_exit);
}

static int wait_process(char *stack)
{
	long pid = clone_and_run(SYS_clone, 17 /* SIGCHLD */,
				 (long)(stack + STACK), 0, 0, 0,
				 SYS_exit_group);
	int status = -1;

	raw6(SYS_wait4, pid, (long)&status, 0, 0, 0, 0);
	printf("status %d\n", status >> 8);
	return 0;
}

int main(int argc, char **argv)
{
	const char *how = argc > 1 ? argv[1] : "clone";
	char *stack = mmap(NULL, STACK, PROT_READ | PROT_WRITE,
			   MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	long tid;

	setvbuf(stdout, NULL, _IONBF, 0);
	if (strcmp(how, "process") == 0)
		return wait_process(stack);
	for (int i = 0; i < 10; i++) {
		task = 1;
		tid = start(how, stack);
		while (task) /* FUTEX_WAIT: the kernel wakes at its end */
			raw6(SYS_futex, (long)&task, 0, task, 0, 0, 0);
		printf("own pid %d, own tid %d\n", saw[0] == getpid(),
		       saw[1] == tid && tid > 0);
	}
	return 0;
}
