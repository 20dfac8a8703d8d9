/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * A vfork child sets other dispositions, as shells and debuggers have it do
 * before it execs. A signal that comes to the parent then, and the SIGCHLD of
 * the child's end, which comes while the parent goes on, are handled by the
 * parent's handlers. Fails, by not ending, where these are looked up among the
 * child's.
 */
#define _GNU_SOURCE
#include <stdlib.h>

#include "sig.h"

static volatile sig_atomic_t parents, childs, ended;

static void count_parents(int sig, siginfo_t *info, void *context)
{
	(void)sig, (void)info, (void)context;
	parents++;
	getppid();
}

static void count_childs(int sig, siginfo_t *info, void *context)
{
	(void)sig, (void)info, (void)context;
	childs++;
}

static void reap(int sig, siginfo_t *info, void *context)
{
	(void)sig, (void)info, (void)context;
	while (waitpid(-1, NULL, WNOHANG) > 0)
		ended++;
}

/* How it leaves SIGUSR1 and SIGCHLD: by default, ignored, or with its own. */
static void change(int round)
{
	if (round % 3 == 2) {
		handle(SIGUSR1, count_childs, 0);
		handle(SIGCHLD, count_childs, 0);
	} else {
		signal(SIGUSR1, round % 3 ? SIG_IGN : SIG_DFL);
		signal(SIGCHLD, SIG_DFL);
	}
}

static void make_child(int round, int is_signalled)
{
	pid_t child = vfork();

	if (child == 0) {
		change(round);
		if (is_signalled)
			kill(getppid(), SIGUSR1);
		if (round % 2)
			_exit(0);
		execl("/proc/self/exe", "self", "ends", NULL);
		_exit(1);
	}
	CHECK(child > 0);
}

int main(int argc, char **argv)
{
	(void)argv;
	if (argc > 1)
		return 0;
	handle(SIGUSR1, count_parents, SA_RESTART);
	handle(SIGCHLD, reap, SA_RESTART);
	for (int i = 0; i < 12; i++)
		make_child(i, 1);
	CHECK(parents == 12);
	for (int i = 0; i < 500; i++)
		make_child(2 * i + 1, 0);
	while (ended < 512)
		usleep(1000);
	CHECK(childs == 0);
	printf("%d %d\n", parents, ended);
	return failed;
}
