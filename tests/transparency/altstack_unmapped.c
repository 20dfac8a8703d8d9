/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * A program unmaps its alternate signal stack, which is still the kernel's, and
 * goes on: it makes calls, also by code that was made at run time, which come
 * to us as SIGSYS, and ends. Fails when SIGSYS and SIGSEGV are sent to the
 * stack that is no more.
 */
#define _GNU_SOURCE
#include "sig.h"

#include "jit.h"

#define SIZE 65536

static void on_user(int sig, siginfo_t *info, void *context)
{
	(void)sig, (void)info, (void)context;
	puts("handler");
}

static char *map(void)
{
	return mmap(NULL, SIZE, PROT_READ | PROT_WRITE,
		    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
}

int main(void)
{
	stack_t stack = {.ss_size = SIZE};

	jit_begin();
	handle(SIGUSR1, on_user, SA_ONSTACK);
	for (int i = 0; i < 3; i++) {
		stack.ss_sp = map();
		CHECK(sigaltstack(&stack, NULL) == 0);
		raise(SIGUSR1);
		CHECK(munmap(stack.ss_sp, SIZE / 2) == 0);
		raise(SIGUSR1);
		CHECK(munmap((char *)stack.ss_sp + SIZE / 2, SIZE / 2) == 0);
		CHECK(jit3(SYS_getpid, 0, 0, 0) == getpid());
	}
	fflush(stdout);
	_exit(failed);
}
