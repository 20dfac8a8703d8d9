/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Calls from code made at run time on a stack of 1 KiB, by a program whose
 * handlers use an alternate stack, and by its handlers there. Fails without
 * faults_use_altstack(): the trap's frame does not fit.
 */
#define _GNU_SOURCE
#include "sig.h"

#include "jit.h"

#define SMALL 1024

/* long net_on(void *top, long nr): the call, made on that stack */
JIT_ROUTINE(net_on, "push %rbp\n mov %rsp, %rbp\n"
		    "mov %rdi, %rsp\n"
		    "mov %rsi, %rax\n mov $-1, %edi\n"
		    "syscall\n"
		    "mov %rbp, %rsp\n pop %rbp\n"
		    "ret");

static volatile int handled;

static void on_signal(int sig, siginfo_t *info, void *context)
{
	(void)sig, (void)info, (void)context;
	CHECK(jit0(SYS_getpid) == getpid());
	handled++;
}

int main(void)
{
	static char alternate[65536];
	const stack_t stack = {.ss_sp = alternate,
			       .ss_size = sizeof(alternate)};
	void *code = JIT(net_on);
	long (*on)(void *, long) = (long (*)(void *, long))code;
	char *low = mmap(NULL, 3 * 4096, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS,
			 -1, 0);

	jit_begin();
	mprotect(low + 4096, 4096, PROT_READ | PROT_WRITE);
	sigaltstack(&stack, NULL);
	handle(SIGUSR1, on_signal, SA_ONSTACK);
	for (int i = 0; i < 100; i++) {
		CHECK(on(low + 4096 + SMALL, SYS_close) == -EBADF);
		CHECK(on(low + 4096 + SMALL, SYS_getpid) == getpid());
		raise(SIGUSR1);
	}
	printf("%d handled\n", handled);
	return failed;
}
