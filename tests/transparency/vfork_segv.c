/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * A vfork child's disposition of SIGSEGV is its own: default, ignored or a
 * handler, with calls that are given bad addresses meanwhile; the parent's
 * handler is there afterwards. Fails without our fault handler in place while
 * a call of the child runs through Lua.
 */
#define _GNU_SOURCE
#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "raw.h"
#include "tasks.h"

static volatile sig_atomic_t parents, childs;

static void parents_handler(int sig)
{
	(void)sig;
	parents++;
}

static void childs_handler(int sig)
{
	(void)sig;
	childs++;
}

static void (*const handlers[])(int) = {SIG_DFL, SIG_IGN, childs_handler};

/* In the child. */
static int with_handler(void (*handler)(int))
{
	struct sigaction act;
	int same = 1;

	alarm(20); /* a fault that comes again and again ends */
	signal(SIGSEGV, handler);
	for (long bad = 4096; bad < 65536; bad += 4096)
		same &= raw3(SYS_write, 1, bad, 1) == -EFAULT;
	sigaction(SIGSEGV, NULL, &act);
	same &= act.sa_handler == handler;
	if (handler != SIG_DFL)
		raise_here(SIGSEGV);
	return same;
}

int main(void)
{
	for (volatile int i = 0; i < 6; i++) {
		struct sigaction act;
		pid_t child;

		parents = childs = 0;
		signal(SIGSEGV, parents_handler);
		child = vfork();
		if (child == 0)
			_exit(with_handler(handlers[i % 3]));
		CHECK(exited(child) == 1);
		CHECK(childs == (i % 3 == 2));
		sigaction(SIGSEGV, NULL, &act);
		CHECK(act.sa_handler == parents_handler);
		CHECK(parents == 0);
		raise(SIGSEGV);
		CHECK(parents == 1 && raw3(SYS_write, 1, 4096, 1) == -EFAULT);
	}
	return verdict();
}
