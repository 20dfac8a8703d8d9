/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * low_stack BYTES: makes system calls, of a path and of a descriptor among
 * them, when only so many bytes are left of the stack, with a page below that
 * cannot be used.
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>

#define SIZE 65536

static volatile long number;

/* The number is loaded between: an instruction that may be moved, unlike that
 * which changes rsp. */
static long call_at(char *top, long nr, long a, long b)
{
	long rax;

	number = nr;
	__asm__ volatile("mov %%rsp, %%rbx\n\t"
			 "mov %[top], %%rsp\n\t"
			 "mov %[nr], %%rax\n\t"
			 "syscall\n\t"
			 "mov %%rbx, %%rsp"
			 : "=&a"(rax)
			 : [top] "r"(top), [nr] "m"(number), "D"(a), "S"(b),
			   "d"(0)
			 : "rbx", "rcx", "r11", "memory");
	return rax;
}

int main(int argc, char **argv)
{
	long left = argc > 1 ? strtol(argv[1], NULL, 10) : 1024;
	char *top, *stack = mmap(NULL, SIZE, PROT_READ | PROT_WRITE,
				 MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	mprotect(stack, 4096, PROT_NONE);
	top = stack + 4096 + left;
	printf("%d\n", call_at(top, SYS_getppid, 0, 0) > 0 &&
			       call_at(top, SYS_access, (long)".", 0) == 0 &&
			       call_at(top, SYS_read, 0, (long)stack) == 0);
	return 0;
}
