/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * With SIGSYS of a filter, si_call_addr is the address behind the program's own
 * call and agrees with rip: sandboxes check it. Fails when sigcontext_show
 * repairs the registers alone.
 */
#define _GNU_SOURCE
#include <signal.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <ucontext.h>
#include <unistd.h>

#include "check.h"
#include "raw.h"
#include "seccomp.h"

static volatile int good, traps;

static void on_sys(int sig, siginfo_t *info, void *context)
{
	const ucontext_t *u = context;

	(void)sig;
	traps++;
	good += (uintptr_t)info->si_call_addr ==
		(uintptr_t)u->uc_mcontext.gregs[REG_RIP];
}

int main(void)
{
	static const int list[] = {SYS_write,	     SYS_writev,
				   SYS_rt_sigreturn, SYS_exit_group,
				   SYS_newfstatat,   SYS_fstat};
	struct sigaction act = {.sa_sigaction = on_sys, .sa_flags = SA_SIGINFO};

	puts("begun");
	fflush(stdout);
	sigaction(SIGSYS, &act, NULL);
	if (seccomp_allow_only(list, sizeof(list) / sizeof(list[0]),
			       SECCOMP_RET_TRAP))
		skip("no seccomp filters");
	raw0(SYS_getuid);
	raw0(500);
	raw3(SYS_read, -1, 0, 0);
	printf("%d of %d\n", good, traps);
	return verdict();
}
