/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * int $0x80 from 64-bit code: the i386 numbers and results, the registers as
 * they were (but r11, the way back from a trap), the red zone. Fails without
 * gate_int80: number 20 is writev in the other table.
 */
#define _GNU_SOURCE
#include "sig.h"

#include "jit.h"

/* long net_old(long nr): 0 if a register or the red zone has changed */
JIT_ROUTINE(net_old, "push %rbx\n"
		     "mov %rdi, %rax\n mov $-1, %ebx\n"
		     "mov $0x22222222, %ecx\n mov $0x33333333, %edx\n"
		     "mov $0x88888888, %r8d\n mov $0x10101010, %r10d\n"
		     "movq $77, -8(%rsp)\n movq $78, -128(%rsp)\n"
		     "int $0x80\n"
		     "cmp $0x22222222, %rcx\n jne 1f\n"
		     "cmp $0x33333333, %rdx\n jne 1f\n"
		     "mov $0x88888888, %edi\n cmp %rdi, %r8\n jne 1f\n"
		     "cmp $0x10101010, %r10\n jne 1f\n"
		     "cmpq $77, -8(%rsp)\n jne 1f\n"
		     "cmpq $78, -128(%rsp)\n jne 1f\n"
		     "pop %rbx\n"
		     "ret\n"
		     "1: xor %eax, %eax\n"
		     "pop %rbx\n"
		     "ret");

static void on_segv(int sig)
{
	(void)sig;
	_exit(77);
}

int main(void)
{
	void *code = JIT(net_old);
	long (*made)(long) = (long (*)(long))code;
	long (*own)(long) = (long (*)(long))(uintptr_t)net_old;

	signal(SIGSEGV, on_segv);
	if ((int)own(20) == -ENOSYS)
		return 77;
	for (int i = 0; i < 20; i++) {
		CHECK(own(20) == getpid() && made(20) == getpid());
		CHECK((int)own(64) == getppid() && (int)made(64) == getppid());
		CHECK((int)own(6) == -EBADF && (int)made(6) == -EBADF);
		CHECK((int)made(3000) == -ENOSYS);
	}
	puts("the other table");
	return failed;
}
