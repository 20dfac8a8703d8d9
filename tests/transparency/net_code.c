/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Calls from code that is not rewritten: in a page made at run time, and in
 * this file's own without an unwind entry; results, errors, six arguments,
 * wild numbers, a red zone in use. Fails when what a trap leads to (entry_trap)
 * writes into the red zone, or takes its way back from the stack.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "check.h"
#include "jit.h"

/* long net_leaf(long a, long b): the sum, kept in the red zone meanwhile */
JIT_ROUTINE(net_leaf, "mov %rdi, -8(%rsp)\n mov %rsi, -128(%rsp)\n"
		      "mov %rsi, -64(%rsp)\n"
		      "mov $39, %eax\n"
		      "syscall\n"
		      "cmp %rsi, -64(%rsp)\n"
		      "jne 1f\n"
		      "mov -8(%rsp), %rax\n add -128(%rsp), %rax\n"
		      "ret\n"
		      "1: xor %eax, %eax\n"
		      "ret");

static void use(jit_fn call, long (*leaf)(long a, long b))
{
	char text[32] = "";
	void *p;

	errno = ENOTTY;
	for (int i = 0; i < 50; i++) {
		CHECK(call(SYS_getpid, 0, 0, 0, 0, 0, 0) == getpid());
		CHECK(call(SYS_close, -1, 0, 0, 0, 0, 0) == -EBADF);
		CHECK(call(5000, 1, 2, 3, 4, 5, 6) == -ENOSYS);
		CHECK(call(-1, 1, 2, 3, 4, 5, 6) == -ENOSYS);
		CHECK(leaf(1000 + i, 234) == 1234 + i);
	}
	p = (void *)call(SYS_mmap, 0, 8192, PROT_READ | PROT_WRITE,
			 MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	CHECK((uintptr_t)p < (uintptr_t)-4096);
	strcpy(p, "mapped");
	CHECK(call(SYS_munmap, (long)p, 8192, 0, 0, 0, 0) == 0);
	CHECK(call(SYS_read, -1, (long)text, 8, 0, 0, 0) == -EBADF);
	CHECK(call(SYS_getcwd, (long)text, 1, 0, 0, 0, 0) == -ERANGE);
	CHECK(call(SYS_openat, AT_FDCWD, (long)"/nowhere", O_RDONLY, 0, 0, 0) ==
	      -ENOENT);
	CHECK(errno == ENOTTY);
}

int main(void)
{
	void *leaf = JIT(net_leaf);

	jit_begin();
	CHECK(raw0(SYS_getpid) == getpid());
	use(jit, (long (*)(long, long))leaf);
	use((jit_fn)(uintptr_t)jit_any,
	    (long (*)(long, long))(uintptr_t)net_leaf);
	CHECK(jit0(SYS_gettid) == gettid());
	return verdict();
}
