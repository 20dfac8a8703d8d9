/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * What a signal handler is told (siginfo, context, mask), while system calls
 * are made in it and around it.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <ucontext.h>
#include <unistd.h>

#include "raw.h"

static char report[256];
static void *volatile page;

static void on_usr1(int sig, siginfo_t *info, void *context)
{
	sigset_t mask;

	(void)context;
	sigprocmask(SIG_BLOCK, NULL, &mask);
	snprintf(report, sizeof(report),
		 "signal %d code %d value %d mine %d usr1 %d usr2 %d", sig,
		 info->si_code, info->si_value.sival_int,
		 info->si_pid == getpid(), sigismember(&mask, SIGUSR1),
		 sigismember(&mask, SIGUSR2));
	errno = 77;
}

static void on_segv(int sig, siginfo_t *info, void *context)
{
	ucontext_t *u = context;

	snprintf(report, sizeof(report),
		 "signal %d code %d address %d error %d", sig, info->si_code,
		 info->si_addr == page, (int)u->uc_mcontext.gregs[REG_ERR] & 7);
	mprotect(page, 4096, PROT_READ | PROT_WRITE);
}

int main(void)
{
	struct sigaction usr1 = {.sa_sigaction = on_usr1,
				 .sa_flags = SA_SIGINFO};
	struct sigaction segv = {.sa_sigaction = on_segv,
				 .sa_flags = SA_SIGINFO};
	struct sigaction old;

	sigaddset(&usr1.sa_mask, SIGUSR2);
	sigaction(SIGUSR1, &usr1, NULL);
	sigaction(SIGSEGV, &segv, NULL);
	sigaction(SIGUSR1, NULL, &old);
	printf("own handler %d flags %d\n", old.sa_sigaction == on_usr1,
	       (old.sa_flags & SA_SIGINFO) != 0);

	for (int i = 1; i <= 3; i++) {
		union sigval value = {.sival_int = i * 11};

		sigqueue(getpid(), SIGUSR1, value);
		puts(report);
	}

	page = mmap(NULL, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	*(volatile char *)page = 1;
	puts(report);
	return 0;
}
