/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * What is below a child's stack pointer at its first instruction is as its
 * maker left it, in the child and in its maker: on a stack of the child's own,
 * on one that begins at the caller's stack pointer or in its red zone, with
 * memory in common and without. Fails when the way to the child's first
 * instruction is written to the top of its stack, and when our frames there are
 * not kept from a child that shares its caller's stack.
 */
#define _GNU_SOURCE
#include <sched.h>
#include <signal.h>
#include <stdint.h>

#include "tasks.h"

#define WORD 0x1234567

static uint64_t stack[8192] __attribute__((aligned(16)));

/*
 * long begin(long flags, uintptr_t top, long below)
 * clone with that stack; 0: with one that begins so many bytes below our stack
 * pointer. The child makes a call and ends with 7 if the words below its stack
 * pointer are there. -1: those below ours are not.
 */
long begin(long flags, uintptr_t top, long below);
__asm__(".text\n"
	".type begin, @function\n"
	"begin:\n"
	"movq $0x1234567, -8(%rsp)\n"
	"movq $0x1234567, -40(%rsp)\n"
	"movq $0x1234567, -48(%rsp)\n"
	"movq $0x1234567, -80(%rsp)\n"
	"movq $0x1234567, -128(%rsp)\n"
	"mov %rsp, %r9\n"
	"sub %rdx, %r9\n"
	"test %rsi, %rsi\n"
	"cmovz %r9, %rsi\n"
	"xor %edx, %edx\n"
	"xor %r10d, %r10d\n"
	"xor %r8d, %r8d\n"
	"mov $56, %eax\n"
	"syscall\n"
	"test %rax, %rax\n"
	"jnz 2f\n"
	"mov $8, %edi\n"
	"cmpq $0x1234567, -8(%rsp)\n"
	"jne 1f\n"
	"cmpq $0x1234567, -40(%rsp)\n"
	"jne 1f\n"
	"mov $7, %edi\n"
	"1:\n"
	"mov $110, %eax\n"
	"syscall\n"
	"mov $60, %eax\n"
	"syscall\n"
	"hlt\n"
	"2:\n"
	"cmpq $0x1234567, -8(%rsp)\n"
	"jne 3f\n"
	"cmpq $0x1234567, -40(%rsp)\n"
	"jne 3f\n"
	"cmpq $0x1234567, -48(%rsp)\n"
	"jne 3f\n"
	"cmpq $0x1234567, -80(%rsp)\n"
	"jne 3f\n"
	"cmpq $0x1234567, -128(%rsp)\n"
	"jne 3f\n"
	"ret\n"
	"3:\n"
	"mov $-1, %rax\n"
	"ret\n"
	".size begin, . - begin\n");

/* The same in all forms that wait for the child, or have memory of its own. */
static void check_all(uintptr_t top, long below)
{
	const long flags[] = {SIGCHLD, CLONE_VFORK | SIGCHLD,
			      CLONE_VM | CLONE_VFORK | SIGCHLD};

	for (int i = 0; i < 3; i++)
		CHECK(exited((pid_t)begin(flags[i], top, below)) == 7);
}

int main(void)
{
	uintptr_t top = (uintptr_t)&stack[8192];

	stack[8192 - 1] = stack[8192 - 5] = WORD;
	check_all(top, 0);
	CHECK(exited((pid_t)begin(CLONE_VM | SIGCHLD, top, 0)) == 7);
	CHECK(stack[8192 - 1] == WORD && stack[8192 - 5] == WORD);
	check_all(0, 0);
	check_all(0, 40);
	return verdict();
}
