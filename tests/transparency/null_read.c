/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Reading through a null pointer faults, and says that nothing is mapped there.
 * Fails when the sled is mapped where the processor cannot have pages that are
 * for execution only, and where it can, without sled.c's mprotect.
 */
#define _GNU_SOURCE
#include <setjmp.h>
#include <signal.h>
#include <ucontext.h>

#include "check.h"

static sigjmp_buf out;

static void on_segv(int sig, siginfo_t *info, void *context)
{
	const ucontext_t *u = context;

	(void)sig;
	CHECK(u->uc_mcontext.gregs[REG_ERR] == 4); /* by the user */
	CHECK(info->si_code == SEGV_MAPERR);
	siglongjmp(out, 1);
}

int main(void)
{
	struct sigaction act = {.sa_sigaction = on_segv,
				.sa_flags = SA_SIGINFO};
	volatile char *p = NULL;
	char byte;

	sigaction(SIGSEGV, &act, NULL);
	for (volatile int i = 0; i < 4096; i += 512) {
		p = (volatile char *)(long)i;
		__asm__("" : "+r"(p));
		if (sigsetjmp(out, 1) == 0) {
			byte = *p;
			printf("read at %d: %d\n", i, byte);
		}
	}
	return verdict();
}
