/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * lines N OPTION...: N calls of getppid, for each of which the script writes
 * lines, by a program that has to do with where they go:
 *
 *   nonblock       descriptor 2 does not block, who else has it or not
 *   limit BYTES    it may write files of so many bytes (RLIMIT_FSIZE)
 *   pipe           descriptor 2 is a pipe that nobody reads, and its reader
 *   socket         goes when a line waits for it; or a socket
 *   handle         a handler counts SIGPIPE and SIGXFSZ
 *   block          they are blocked, and pending: the program's own
 *   processes K    in K processes at once
 *
 * It prints which signals it saw or has pending, and what it found wrong.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

static volatile sig_atomic_t seen;

static void count(int sig)
{
	(void)sig;
	seen++;
}

static int has(char **argv, const char *option, int *value)
{
	for (; *argv; argv++)
		if (strcmp(*argv, option) == 0) {
			if (value)
				*value = atoi(argv[1]);
			return 1;
		}
	return 0;
}

/* Is anybody asleep in a write to the pipe or socket? It is full then. */
static int is_full(int reader)
{
	int before = -1, now = 0;

	for (;;) {
		ioctl(reader, FIONREAD, &now);
		if (now > 30000 && now == before)
			return 1;
		before = now;
		usleep(50000);
	}
}

static void leave_when_full(int reader, int writer)
{
	if (fork() != 0) {
		close(reader);
		return;
	}
	close(writer);
	close(1);
	is_full(reader);
	_exit(0);
}

/* The log was descriptor 2 at start: this is another program's start. */
static void become_writer(char **argv)
{
	int fd[2];

	if (getenv("LINES_READY"))
		return;
	if (has(argv, "pipe", NULL)) {
		if (pipe(fd) != 0)
			exit(1);
	} else if (has(argv, "socket", NULL)) {
		if (socketpair(AF_UNIX, SOCK_STREAM, 0, fd) != 0)
			exit(1);
	} else {
		return;
	}
	leave_when_full(fd[0], fd[1]);
	dup2(fd[1], 2);
	close(fd[1]);
	setenv("LINES_READY", "1", 1);
	setenv("LD_PRELOAD", getenv("LINES_PRELOAD") ?: "", 1);
	execv("/proc/self/exe", argv);
	exit(1);
}

static void prepare(char **argv)
{
	struct rlimit limit;
	sigset_t set;
	int bytes;

	sigemptyset(&set);
	sigaddset(&set, SIGPIPE);
	sigaddset(&set, SIGXFSZ);
	if (has(argv, "nonblock", NULL))
		fcntl(2, F_SETFL, fcntl(2, F_GETFL) | O_NONBLOCK);
	if (has(argv, "limit", &bytes)) {
		limit.rlim_cur = limit.rlim_max = (rlim_t)bytes;
		setrlimit(RLIMIT_FSIZE, &limit);
	}
	if (has(argv, "handle", NULL)) {
		signal(SIGPIPE, count);
		signal(SIGXFSZ, count);
	}
	if (has(argv, "block", NULL)) {
		sigprocmask(SIG_BLOCK, &set, NULL);
		raise(SIGPIPE);
		raise(SIGXFSZ);
	}
}

int main(int argc, char **argv)
{
	int n = argc > 1 ? atoi(argv[1]) : 0, processes = 1;
	sigset_t pending;

	become_writer(argv);
	prepare(argv);
	has(argv, "processes", &processes);
	for (int i = 1; i < processes; i++)
		if (fork() == 0)
			processes = 0;
	for (int i = 0; i < n; i++)
		getppid();
	if (!processes)
		_exit(0);
	while (wait(NULL) > 0)
		;
	sigpending(&pending);
	printf("done: seen %d, pending %d %d\n", seen,
	       sigismember(&pending, SIGPIPE), sigismember(&pending, SIGXFSZ));
	return 0;
}
