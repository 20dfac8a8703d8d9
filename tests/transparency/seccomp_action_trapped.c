/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * A filter traps rt_sigaction, SIGSYS is by default: the process ends by it,
 * also with an alternate stack for SIGSEGV. Hangs without perish() of faults.c:
 * the fault that is to be the end has a stack again and again.
 */
#define _GNU_SOURCE
#include <signal.h>

#include "check.h"
#include "seccomp.h"

static char room[65536];

static void child(void)
{
	static const int refused[] = {SYS_rt_sigaction};
	const stack_t stack = {.ss_sp = room, .ss_size = sizeof(room)};
	struct sigaction act = {.sa_handler = SIG_DFL, .sa_flags = SA_ONSTACK};

	sigaltstack(&stack, NULL);
	sigaction(SIGSEGV, &act, NULL);
	sigaction(SIGSYS, &act, NULL);
	if (seccomp_filter(refused, 1, SECCOMP_RET_TRAP, SECCOMP_RET_ALLOW, 0))
		_exit(77);
	sigaction(SIGUSR1, &act, NULL);
	_exit(9);
}

int main(void)
{
	int status;
	pid_t pid;

	fflush(stdout);
	pid = fork();
	if (pid == 0)
		child();
	status = end_of(pid);
	if (status == 77 << 8)
		skip("no seccomp filters");
	printf("status %#x\n", (unsigned int)status & 0xff7f);
	return verdict();
}
