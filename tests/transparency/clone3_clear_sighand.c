/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * CLONE_CLEAR_SIGHAND: the child has no handlers, what was ignored stays so;
 * bad addresses in its calls are errors; it may install handlers of its own,
 * also for SIGSEGV, and the maker has its own all the time. Fails without our
 * SIGSEGV handler in place in the child, whose dispositions the kernel has
 * reset.
 */
#define _GNU_SOURCE
#include <linux/sched.h>
#include <signal.h>
#include <stdint.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "raw.h"
#include "tasks.h"

#ifndef CLONE_CLEAR_SIGHAND
#define CLONE_CLEAR_SIGHAND 0x100000000ULL
#endif

static volatile sig_atomic_t makers, childs;

static void makers_handler(int sig)
{
	(void)sig;
	makers++;
}

static void childs_handler(int sig)
{
	(void)sig;
	childs++;
}

static int is(int sig, void (*handler)(int))
{
	struct sigaction act;

	sigaction(sig, NULL, &act);
	return act.sa_handler == handler;
}

static int bad_addresses(void)
{
	int good = 1;

	for (long bad = 4096; bad < 65536; bad += 4096)
		good &= raw3(SYS_write, 1, bad, 1) == -EFAULT;
	return good && raw0(1000000) == -ENOSYS;
}

static int own_handlers(void)
{
	int good = 1;

	signal(SIGSEGV, childs_handler);
	signal(SIGUSR1, childs_handler);
	good &= is(SIGSEGV, childs_handler) && is(SIGUSR1, childs_handler);
	good &= bad_addresses();
	raise_here(SIGSEGV);
	raise_here(SIGUSR1);
	return good && childs == 2 && makers == 0;
}

static int child(void)
{
	alarm(20); /* a fault that comes again and again ends */
	return (is(SIGUSR1, SIG_DFL) << 0) + (is(SIGSEGV, SIG_DFL) << 1) +
	       (is(SIGUSR2, SIG_IGN) << 2) + (is(SIGBUS, SIG_DFL) << 3) +
	       (bad_addresses() << 4) + (own_handlers() << 5);
}

static int dies(void)
{
	alarm(20);
	raise_here(SIGUSR1);
	return 1;
}

static int faults(void)
{
	alarm(20);
	*(volatile int *)4096 = 1;
	return 1;
}

static long make(uint64_t flags, int (*fn)(void))
{
	struct clone_args args = {.flags = flags | CLONE_CLEAR_SIGHAND,
				  .exit_signal = SIGCHLD};
	const long call[6] = {SYS_clone3, (intptr_t)&args, sizeof(args)};

	makers = childs = 0;
	return task_make(call, fn);
}

int main(void)
{
	static const uint64_t flags[] = {0, CLONE_VM | CLONE_VFORK};

	signal(SIGUSR1, makers_handler);
	signal(SIGSEGV, makers_handler);
	signal(SIGUSR2, SIG_IGN);
	for (int i = 0; i < 6; i++) {
		CHECK(exited((int)make(flags[i % 2], child)) == 63);
		CHECK(exited((int)make(flags[i % 2], dies)) == -SIGUSR1);
		CHECK((exited((int)make(flags[i % 2], faults)) | 0x80) ==
		      (-SIGSEGV | 0x80));
		CHECK(is(SIGUSR1, makers_handler) &&
		      is(SIGSEGV, makers_handler));
		raise_here(SIGUSR1);
		raise_here(SIGSEGV);
		CHECK(makers == 2 && bad_addresses());
	}
	CHECK(make(CLONE_VM | CLONE_SIGHAND, child) == -EINVAL);
	return verdict();
}
