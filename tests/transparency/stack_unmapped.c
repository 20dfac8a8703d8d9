/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * A thread unmaps the stack that it stands on and exits, as detached threads of
 * musl's do. Another one goes to another stack after that: the memory is gone
 * then. A third one also maps memory of its own there, which stays. Without the
 * delay in mappings.c the first one ends the process.
 */
#define _GNU_SOURCE
#include <sched.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "check.h"

#define SIZE 65536
#define FLAGS                                                                  \
	(CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD |    \
	 CLONE_SYSVSEM | CLONE_CHILD_CLEARTID | CLONE_CHILD_SETTID)

static volatile int tid;

/* rdi: its stack. */
__asm__(".globl unmapped_run\n"
	"unmapped_run:\n"
	"	mov	%rsi, %r10\n" /* another stack, or 0 */
	"	mov	$65536, %esi\n"
	"	mov	$11, %eax\n"
	"	syscall\n"
	"	test	%r10, %r10\n"
	"	jz	1f\n"
	"	mov	%r10, %rsp\n"
	"	mov	$110, %eax\n"
	"	syscall\n"
	"	xor	%edi, %edi\n"
	"	mov	$4096, %esi\n"
	"	mov	$28, %eax\n" /* a call about mappings */
	"	syscall\n"
	"1:	xor	%edi, %edi\n"
	"	mov	$60, %eax\n"
	"	syscall\n");
extern char unmapped_run[];

/* The same, and it maps memory of its own where its stack was. */
__asm__(".globl unmapped_refill\n"
	"unmapped_refill:\n"
	"	mov	%rsi, %r13\n"
	"	mov	%rdi, %r12\n"
	"	mov	$65536, %esi\n"
	"	mov	$11, %eax\n"
	"	syscall\n"
	"	mov	%r13, %rsp\n"
	"	mov	%r12, %rdi\n"
	"	mov	$65536, %esi\n"
	"	mov	$3, %edx\n"
	"	mov	$0x32, %r10d\n" /* private, fixed, anonymous */
	"	mov	$-1, %r8\n"
	"	xor	%r9d, %r9d\n"
	"	mov	$9, %eax\n"
	"	syscall\n"
	"	mov	$65536, %edi\n" /* nothing is there */
	"	mov	$4096, %esi\n"
	"	mov	$11, %eax\n"
	"	syscall\n"
	"	movb	$42, (%r12)\n"
	"	xor	%edi, %edi\n"
	"	mov	$60, %eax\n"
	"	syscall\n");
extern char unmapped_refill[];

static char *map_stack(void)
{
	return mmap(NULL, SIZE, PROT_READ | PROT_WRITE,
		    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
}

static void run(const char *how, char *stack, char *other)
{
	register long r10 __asm__("r10") = (long)&tid;
	register long r8 __asm__("r8") = 0;
	long ret;

	tid = 1;
	__asm__ volatile(
		"mov	%[stack], %%r12\n"
		"	mov	%[other], %%r13\n"
		"	mov	%[how], %%r14\n"
		"	syscall\n"
		"	test	%%rax, %%rax\n"
		"	jnz	1f\n"
		"	mov	%%r12, %%rdi\n"
		"	mov	%%r13, %%rsi\n"
		"	jmp	*%%r14\n"
		"1:\n"
		: "=a"(ret)
		: "a"(SYS_clone), "D"((long)FLAGS), "S"(stack + SIZE), "d"(0l),
		  "r"(r10), "r"(r8), [stack] "r"(stack),
		  [other] "r"(other ? other + SIZE : NULL), [how] "r"(how)
		: "rcx", "r11", "r12", "r13", "r14", "memory");
	CHECK(ret > 0);
	while (tid)
		usleep(100);
}

static int is_gone(char *stack)
{
	unsigned char pages[SIZE / 4096];

	return mincore(stack, SIZE, pages) == -1;
}

int main(void)
{
	char *other = map_stack();

	for (int i = 0; i < 50; i++) {
		char *stack = map_stack();

		run(unmapped_run, stack, NULL);
		CHECK(is_gone(stack));
		stack = map_stack();
		run(unmapped_run, stack, other);
		CHECK(is_gone(stack));
		stack = map_stack();
		run(unmapped_refill, stack, other);
		CHECK(!is_gone(stack) && *stack == 42);
		munmap(stack, SIZE);
	}
	return verdict();
}
