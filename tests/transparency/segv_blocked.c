/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * SIGSEGV and SIGBUS, sent while they are blocked and a handler is there, wait
 * until they are unblocked, and the mask is what it was; also when other
 * handlers ran meanwhile and calls were given bad addresses. Fails without
 * sigmask_leave() getting the mask that sigmask_enter() shows: a signal that is
 * held, or a fault of ours, also comes back by rt_sigreturn.
 */
#define _GNU_SOURCE
#include <signal.h>
#include <unistd.h>

#include "tasks.h"

static volatile sig_atomic_t told, others;

static void on_ours(int sig)
{
	(void)sig;
	told++;
}

static void on_other(int sig)
{
	(void)sig;
	others++;
	getppid();
}

static int is_blocked(int sig)
{
	sigset_t mask;

	sigprocmask(SIG_BLOCK, NULL, &mask);
	return sigismember(&mask, sig);
}

static void wait_blocked(int sig)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, sig);
	sigprocmask(SIG_BLOCK, &set, NULL);
	told = others = 0;
	CHECK(is_blocked(sig));
	raise(sig);
	CHECK(told == 0 && is_blocked(sig));
	raise(SIGUSR1);
	CHECK(others == 1 && told == 0 && is_blocked(sig));
	CHECK(write(1, (void *)4096, 1) == -1 && errno == EFAULT);
	raise(sig); /* it is pending: once */
	CHECK(told == 0 && is_blocked(sig));
	sigprocmask(SIG_UNBLOCK, &set, NULL);
	CHECK(told == 1 && !is_blocked(sig));
}

int main(void)
{
	signal(SIGSEGV, on_ours);
	signal(SIGBUS, on_ours);
	signal(SIGUSR1, on_other);
	for (int i = 0; i < 5; i++) {
		wait_blocked(SIGSEGV);
		wait_blocked(SIGBUS);
	}
	return verdict();
}
