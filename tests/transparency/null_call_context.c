/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * What the processor says of a call through a null pointer in the handler's
 * context: a page fault, of an instruction fetched in user mode, at address 0.
 * Fails when show_null_call in faults.c leaves there what its own signal had.
 */
#define _GNU_SOURCE
#include <setjmp.h>
#include <signal.h>
#include <ucontext.h>
#include <unistd.h>

#include "check.h"

static sigjmp_buf out;
static long (*volatile nothing)(long);

static void on_segv(int sig, siginfo_t *info, void *context)
{
	const ucontext_t *u = context;
	const greg_t *reg = u->uc_mcontext.gregs;

	(void)sig;
	(void)info;
	printf("trap %lld, error %#llx, address %lld\n", reg[REG_TRAPNO],
	       (unsigned long long)reg[REG_ERR], reg[REG_CR2]);
	siglongjmp(out, 1);
}

int main(void)
{
	struct sigaction act = {.sa_sigaction = on_segv,
				.sa_flags = SA_SIGINFO};

	sigaction(SIGSEGV, &act, NULL);
	for (volatile int i = 0; i < 3; i++)
		if (sigsetjmp(out, 1) == 0)
			nothing(39);
	return verdict();
}
