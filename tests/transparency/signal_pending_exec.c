/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Signals that are pending and blocked are so still after exec, SIGSEGV, SIGBUS
 * and SIGSYS among them, with their siginfo. Fails when these are unblocked at
 * the program's start before anything is known of them.
 */
#define _GNU_SOURCE
#include <stdlib.h>

#include "sig.h"

static const int sent[] = {SIGUSR1, SIGSEGV, SIGBUS, SIGSYS, 40};
#define SENT (sizeof(sent) / sizeof(sent[0]))

static void look(void)
{
	const struct timespec none = {0};
	uint64_t pending = 0, all = ~0ul;
	siginfo_t info;
	int seen = 0;

	syscall(SYS_rt_sigpending, &pending, 8);
	printf("mask %lx pending %lx\n", blocked(), pending);
	while (syscall(SYS_rt_sigtimedwait, &all, &info, &none, 8) > 0) {
		seen++;
		printf("%d code %d own %d\n", info.si_signo, info.si_code,
		       info.si_pid == getpid());
	}
	printf("%d of %zu\n", seen, SENT);
}

int main(int argc, char **argv)
{
	(void)argc;
	if (getenv("SIGNALS_PENDING")) {
		look();
		return failed;
	}
	setenv("SIGNALS_PENDING", "1", 1);
	mask_call(SIG_SETMASK, ~0ul);
	for (size_t i = 0; i < SENT; i++)
		kill(getpid(), sent[i]);
	execv("/proc/self/exe", argv);
	return 1;
}
