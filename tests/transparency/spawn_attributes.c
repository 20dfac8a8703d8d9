/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * posix_spawn does what its file actions and attributes say: descriptors,
 * directory, mask, default signals, process group; the parent keeps its own. A
 * program that is missing is an error code, not a child. Fails without
 * sigmask_before_exec(): SIGSEGV is not blocked in the new program.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tasks.h"

extern char **environ;

/* As the spawned program. */
static int spawned(void)
{
	struct sigaction act;
	char where[64];
	sigset_t mask;

	sigprocmask(SIG_BLOCK, NULL, &mask);
	CHECK(sigismember(&mask, SIGUSR1) && !sigismember(&mask, SIGHUP));
	CHECK(sigismember(&mask, SIGSEGV) && !sigismember(&mask, SIGBUS));
	sigaction(SIGUSR2, NULL, &act);
	CHECK(act.sa_handler == SIG_DFL);
	sigaction(SIGTERM, NULL, &act);
	CHECK(act.sa_handler == SIG_IGN);
	CHECK(getpgid(0) == getpid());
	CHECK(getcwd(where, sizeof(where)) && strcmp(where, "/") == 0);
	CHECK(fcntl(7, F_GETFL) >= 0 && fcntl(8, F_GETFL) >= 0);
	CHECK(write(8, "said", 4) == 4);
	return broken ? 1 : 33;
}

static void attributes(posix_spawnattr_t *attr)
{
	sigset_t mask, standard;

	sigemptyset(&mask);
	sigaddset(&mask, SIGUSR1);
	sigaddset(&mask, SIGSEGV);
	sigemptyset(&standard);
	sigaddset(&standard, SIGUSR2);
	posix_spawnattr_init(attr);
	posix_spawnattr_setsigmask(attr, &mask);
	posix_spawnattr_setsigdefault(attr, &standard);
	posix_spawnattr_setpgroup(attr, 0);
	posix_spawnattr_setflags(
		attr, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF |
			      POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_RESETIDS);
}

int main(int argc, char **argv)
{
	char *child_argv[] = {"spawned", "x", NULL};
	char self[4096] = "", said[8] = "";
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attr;
	struct sigaction act;
	sigset_t mask;
	int ends[2];
	pid_t child;

	(void)argv;
	if (argc > 1)
		return spawned();
	CHECK(readlink("/proc/self/exe", self, sizeof(self) - 1) > 0);
	sigemptyset(&mask);
	sigaddset(&mask, SIGHUP);
	sigprocmask(SIG_SETMASK, &mask, NULL);
	signal(SIGUSR2, SIG_IGN);
	signal(SIGTERM, SIG_IGN);
	for (int i = 0; i < 5; i++) {
		CHECK(pipe2(ends, O_CLOEXEC) == 0);
		posix_spawn_file_actions_init(&actions);
		posix_spawn_file_actions_addopen(&actions, 7, "/dev/null",
						 O_WRONLY, 0);
		posix_spawn_file_actions_adddup2(&actions, ends[1], 8);
		posix_spawn_file_actions_addclose(&actions, ends[1]);
		posix_spawn_file_actions_addchdir_np(&actions, "/");
		attributes(&attr);
		CHECK(posix_spawn(&child, self, &actions, &attr, child_argv,
				  environ) == 0);
		close(ends[1]);
		CHECK(read(ends[0], said, 4) == 4 && !strcmp(said, "said"));
		CHECK(exited(child) == 33);
		close(ends[0]);
		posix_spawn_file_actions_destroy(&actions);
		posix_spawnattr_destroy(&attr);

		CHECK(posix_spawnp(&child, "no-such-program", NULL, NULL,
				   child_argv, environ) == ENOENT);
		CHECK(posix_spawn(&child, "/", NULL, NULL, child_argv,
				  environ) == EACCES);
		CHECK(waitpid(-1, NULL, 0) == -1 && errno == ECHILD);
	}
	sigaction(SIGUSR2, NULL, &act);
	CHECK(act.sa_handler == SIG_IGN);
	sigprocmask(SIG_BLOCK, NULL, &mask);
	CHECK(sigismember(&mask, SIGHUP) && !sigismember(&mask, SIGUSR1));
	return verdict();
}
