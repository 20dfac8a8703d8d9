/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Writing to addresses 0 to 4095 faults as ever, at the right address, and says
 * that nothing is mapped there. Fails when the sled's page is left writable,
 * and without show_unmapped().
 */
#define _GNU_SOURCE
#include <setjmp.h>
#include <signal.h>
#include <stdint.h>
#include <ucontext.h>

#include "check.h"

static sigjmp_buf out;
static volatile uintptr_t address;

static void on_segv(int sig, siginfo_t *info, void *context)
{
	const ucontext_t *u = context;

	(void)sig;
	address = (uintptr_t)info->si_addr;
	/* bits of the page fault: write, user; the page is not there */
	CHECK(u->uc_mcontext.gregs[REG_ERR] == 6);
	CHECK(info->si_code == SEGV_MAPERR);
	siglongjmp(out, 1);
}

int main(void)
{
	static const uintptr_t at[] = {0, 8, 39, 512, 4088, 4095};
	struct sigaction act = {.sa_sigaction = on_segv,
				.sa_flags = SA_SIGINFO};

	sigaction(SIGSEGV, &act, NULL);
	for (volatile size_t i = 0; i < sizeof(at) / sizeof(at[0]); i++) {
		volatile char *p = (volatile char *)at[i];

		__asm__("" : "+r"(p));
		if (sigsetjmp(out, 1) == 0) {
			*p = 1;
			printf("written at %lu\n", at[i]);
		}
		CHECK(address == at[i]);
	}
	return verdict();
}
