/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * fork, vfork, clone and clone3 made by code made at run time: children go on
 * behind the instruction with the registers that they had, make such calls
 * themselves, and the parent's stack is whole. Fails when the call is made in
 * the trap's handler in place of the program's context.
 */
#define _GNU_SOURCE
#include <linux/sched.h>
#include <sched.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "check.h"
#include "jit.h"

/* long net_vfork(void): the way back is in a register, as in libc's */
JIT_ROUTINE(net_vfork, "pop %rdx\n"
		       "mov $58, %eax\n"
		       "syscall\n"
		       "push %rdx\n"
		       "ret");

/*
 * long net_clone(long nr, long a, long b, long c, long d, int (*fn)(void))
 * In the child: exit(fn()).
 */
JIT_ROUTINE(net_clone, "mov %rdi, %rax\n mov %rsi, %rdi\n mov %rdx, %rsi\n"
		       "mov %rcx, %rdx\n mov %r8, %r10\n"
		       "push %rbx\n mov %r9, %rbx\n xor %r8d, %r8d\n"
		       "syscall\n"
		       "test %eax, %eax\n"
		       "jz 1f\n"
		       "pop %rbx\n"
		       "ret\n"
		       "1: xor %ebp, %ebp\n"
		       "and $-16, %rsp\n"
		       "call *%rbx\n"
		       "mov %eax, %edi\n mov $60, %eax\n"
		       "syscall\n");

typedef long (*maker)(long nr, long a, long b, long c, long d, int (*fn)(void));

static volatile int ran;
static char stack[65536] __attribute__((aligned(64)));

static int child(void)
{
	for (int i = 0; i < 20; i++)
		if (jit0(SYS_getppid) <= 0 || jit3(SYS_close, -1, 0, 0) != -9)
			return 1;
	ran++;
	return 7;
}

static int ended_well(long pid)
{
	return pid > 0 && end_of((pid_t)pid) == 7 << 8;
}

static void vforks(long (*call)(void))
{
	volatile long mark[4] = {1, 2, 3, 4};
	pid_t pid = (pid_t)call();

	if (pid == 0) {
		volatile long other[8] = {0};

		other[7] = child();
		_exit((int)other[7]);
	}
	CHECK(ended_well(pid));
	CHECK(mark[0] + mark[1] + mark[2] + mark[3] == 10);
}

static void clones(maker make)
{
	struct clone_args args = {.exit_signal = SIGCHLD};
	char *top = stack + sizeof(stack);

	ran = 0;
	CHECK(ended_well(make(SYS_clone, SIGCHLD, 0, 0, 0, child)));
	CHECK(ended_well(make(SYS_clone, SIGCHLD, (long)top, 0, 0, child)));
	CHECK(ended_well(
		make(SYS_clone3, (long)&args, sizeof(args), 0, 0, child)));
	CHECK(ran == 0);
	CHECK(ended_well(make(SYS_clone, CLONE_VM | CLONE_VFORK | SIGCHLD,
			      (long)top, 0, 0, child)));
	CHECK(ran == 1);
	args.flags = CLONE_VM | CLONE_VFORK;
	args.stack = (uintptr_t)stack;
	args.stack_size = sizeof(stack);
	CHECK(ended_well(
		make(SYS_clone3, (long)&args, sizeof(args), 0, 0, child)));
	CHECK(ran == 2);
}

/* A thread in all but its storage, which it shares. */
static void threads(maker make)
{
	static volatile int tid;
	const unsigned long flags = CLONE_VM | CLONE_FS | CLONE_FILES |
				    CLONE_SIGHAND | CLONE_THREAD |
				    CLONE_SYSVSEM | CLONE_PARENT_SETTID |
				    CLONE_CHILD_CLEARTID;
	struct clone_args args = {
		.flags = flags,
		.parent_tid = (uintptr_t)&tid,
		.child_tid = (uintptr_t)&tid,
		.stack = (uintptr_t)stack,
		.stack_size = sizeof(stack),
	};

	ran = 0;
	for (int i = 0; i < 20; i++) {
		long made = make(SYS_clone3, (long)&args, sizeof(args), 0, 0,
				 child);

		CHECK(made > 0);
		while (tid != 0)
			sched_yield();
	}
	CHECK(ran == 20);
}

int main(void)
{
	void *code = JIT(net_vfork), *make = JIT(net_clone);

	jit_begin();
	for (int i = 0; i < 10; i++) {
		pid_t pid = (pid_t)jit0(SYS_fork);

		if (pid == 0)
			_exit(child());
		CHECK(ended_well(pid));
		vforks((long (*)(void))code);
		clones((maker)make);
	}
	threads((maker)make);
	return verdict();
}
