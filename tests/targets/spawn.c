/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* posix_spawn with file actions, attributes, and a program that is missing. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>

extern char **environ;

static int wait_for(pid_t child)
{
	int status;

	waitpid(child, &status, 0);
	return status;
}

int main(void)
{
	char *echo[] = {"echo", "spawned", NULL};
	char *show[] = {"sh", "-c", "echo to stderr >&2; exit 7", NULL};
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attr;
	sigset_t none;
	pid_t child;
	int err;

	setvbuf(stdout, NULL, _IONBF, 0);
	for (int i = 0; i < 5; i++) {
		err = posix_spawnp(&child, "echo", NULL, NULL, echo, environ);
		printf("%d %d\n", err, err ? 0 : wait_for(child));
	}

	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0);
	posix_spawnattr_init(&attr);
	sigemptyset(&none);
	posix_spawnattr_setsigmask(&attr, &none);
	posix_spawnattr_setflags(&attr, POSIX_SPAWN_SETSIGMASK);
	err = posix_spawn(&child, "/bin/sh", &actions, &attr, show, environ);
	printf("%d %d\n", err, err ? 0 : WEXITSTATUS(wait_for(child)));

	err = posix_spawn(&child, "/nonexistent", NULL, NULL, echo, environ);
	printf("%s\n", strerror(err));
	return 0;
}
