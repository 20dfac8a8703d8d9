/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * A signal that is pending is dropped when the program ignores it, however it
 * was sent: it is not pending any more, and no handler that is installed
 * afterwards gets it. Fails for SIGSYS, SIGSEGV and SIGBUS, which the kernel
 * never has to ignore, where they are kept beyond that.
 */
#define _GNU_SOURCE
#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "tasks.h"

static volatile sig_atomic_t told;

static void on_signal(int sig)
{
	(void)sig;
	told++;
}

static int is_pending(int sig)
{
	sigset_t set;

	CHECK(sigpending(&set) == 0);
	return sigismember(&set, sig);
}

static void drop(int sig, int to_thread, int to_process)
{
	sigset_t set, old;

	told = 0;
	CHECK(signal(sig, on_signal) != SIG_ERR);
	sigemptyset(&set);
	sigaddset(&set, sig);
	CHECK(sigprocmask(SIG_BLOCK, &set, &old) == 0);
	if (to_thread)
		CHECK(syscall(SYS_tgkill, getpid(), getpid(), sig) == 0);
	if (to_process)
		CHECK(kill(getpid(), sig) == 0);
	CHECK(is_pending(sig));
	CHECK(signal(sig, SIG_IGN) == on_signal);
	CHECK(!is_pending(sig));
	CHECK(signal(sig, on_signal) == SIG_IGN);
	CHECK(!is_pending(sig));
	CHECK(sigprocmask(SIG_SETMASK, &old, NULL) == 0);
	CHECK(told == 0);
	CHECK(raise(sig) == 0 && told == 1);
}

int main(void)
{
	static const int sigs[] = {SIGUSR1, SIGSYS, SIGSEGV, SIGBUS};

	for (int i = 0; i < 4; i++)
		for (int how = 1; how <= 3; how++)
			drop(sigs[i], how & 1, how & 2);
	return verdict();
}
