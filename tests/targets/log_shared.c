/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * What a program does with its standard error, in the way that its argument
 * names; it calls getppid before, after that, and at its end, and prints what
 * descriptors it has, and how many it can have.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static void replace(void)
{
	int fd = open("new", O_WRONLY | O_CREAT | O_TRUNC, 0600);

	dup2(fd, 2);
	close(fd);
}

static void fill(void)
{
	int n = 0, last = 0, fd;

	while ((fd = open("/dev/null", O_RDONLY)) >= 0) {
		last = fd;
		n++;
	}
	printf("%d more, the last %d\n", n, last);
	while (last > 2)
		close(last--);
}

/* In a child: it has the new one, its parent the old one. */
static void in_child(pid_t pid)
{
	int status;

	if (pid == 0) {
		dup2(1, 2);
		close(2);
		_exit(0);
	}
	waitpid(pid, &status, 0);
}

static void *spawn(void *arg)
{
	char *const argv[] = {"true", NULL}, *const none[] = {NULL};
	posix_spawn_file_actions_t actions;
	pid_t pid;

	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_adddup2(&actions, 1, 2);
	if (posix_spawn(&pid, "/bin/true", &actions, NULL, argv, none) == 0)
		waitpid(pid, NULL, 0);
	posix_spawn_file_actions_destroy(&actions);
	return arg;
}

static void *unshare_and_close(void *arg)
{
	unshare(CLONE_FILES);
	close(2);
	return arg;
}

static void in_thread(void *(*fn)(void *))
{
	pthread_t thread;

	pthread_create(&thread, NULL, fn, NULL);
	pthread_join(thread, NULL);
}

static void act(const char *how)
{
	if (strcmp(how, "closes") == 0)
		close(2);
	if (strncmp(how, "replaces", 8) == 0)
		replace();
	if (strcmp(how, "ranges") == 0)
		syscall(SYS_close_range, 2, ~0u, 0);
	if (strcmp(how, "forks") == 0)
		in_child(fork());
	if (strcmp(how, "vforks") == 0)
		in_child(vfork());
	if (strcmp(how, "spawns") == 0)
		in_thread(spawn);
	if (strcmp(how, "unshares") == 0)
		in_thread(unshare_and_close);
	if (strstr(how, "fills"))
		fill();
}

int main(int argc, char **argv)
{
	const char *how = argc > 1 ? argv[1] : "";

	getppid();
	act(how);
	getppid();
	for (int fd = 0; fd < 2048; fd++)
		if (fcntl(fd, F_GETFD) >= 0)
			printf("%d ", fd);
	puts(how);
	fflush(stdout);
	if (strcmp(how, "closes") == 0)
		replace();
	if (strcmp(how, "stays") != 0 && write(2, "", 0) != 0)
		puts("not written");
	getppid();
	return 0;
}
