/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * A vfork child's dispositions, mask, alternate stack, working directory and
 * descriptors are its own: the parent reads back and uses what it had. Fails
 * without signals.c asking whether a vfork child is at work, or vfork_on()
 * putting back what the record says of the alternate stack.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "tasks.h"

static volatile sig_atomic_t parents, childs;

static void parents_handler(int sig)
{
	(void)sig;
	parents++;
	getppid();
}

static void childs_handler(int sig)
{
	(void)sig;
	childs++;
	getppid();
}

static int is_as_before(const sigset_t *mask, const char *stack)
{
	struct sigaction act;
	sigset_t now;
	stack_t alt;
	int same = 1;

	sigprocmask(SIG_BLOCK, NULL, &now);
	sigaltstack(NULL, &alt);
	for (int sig = 1; sig < 32; sig++)
		same &= sigismember(mask, sig) == sigismember(&now, sig);
	sigaction(SIGUSR1, NULL, &act);
	same &= act.sa_handler == parents_handler;
	sigaction(SIGUSR2, NULL, &act);
	same &= act.sa_handler == SIG_DFL;
	return same && alt.ss_sp == stack && alt.ss_flags == 0;
}

/* In the child, and never back. */
static void change_all(int fd)
{
	static char other[16384];
	stack_t alt = {.ss_sp = other, .ss_size = sizeof(other)};
	sigset_t all;

	signal(SIGUSR1, childs_handler);
	signal(SIGUSR2, childs_handler);
	raise_here(SIGUSR1);
	raise_here(SIGUSR2);
	signal(SIGUSR1, SIG_IGN);
	raise_here(SIGUSR1);
	sigaltstack(&alt, NULL);
	sigfillset(&all);
	sigprocmask(SIG_SETMASK, &all, NULL);
	close(fd);
	_exit(chdir("/"));
}

int main(void)
{
	static char stack[16384];
	stack_t alt = {.ss_sp = stack, .ss_size = sizeof(stack)};
	char before[4096], after[4096];
	sigset_t mask;
	int fd = open("/dev/null", O_RDONLY);

	signal(SIGUSR1, parents_handler);
	sigaltstack(&alt, NULL);
	sigemptyset(&mask);
	sigaddset(&mask, SIGHUP);
	sigprocmask(SIG_SETMASK, &mask, NULL);
	CHECK(getcwd(before, sizeof(before)) != NULL);
	for (int i = 1; i <= 10; i++) {
		pid_t child = vfork();

		if (child == 0)
			change_all(fd);
		CHECK(exited(child) == 0);
		CHECK(childs == 2 * i && parents == i - 1);
		CHECK(is_as_before(&mask, stack));
		raise(SIGUSR1);
		CHECK(parents == i);
		CHECK(fcntl(fd, F_GETFD) == 0);
		CHECK(getcwd(after, sizeof(after)) && !strcmp(before, after));
	}
	return verdict();
}
