/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * calls WORD...: makes system calls, one for each word, and prints the result
 * or the name of the error:
 *
 *   open:PATH  unlink:PATH  close:FD  read:FD:COUNT  write:FD:COUNT  sync:FD
 *   getppid  kill:SIGNAL (itself)  thread:WORD (in a thread of its own)
 *   fork:WORD (in a child)  WORD*N (N times, the results in a line)
 *   time:WORD (whether it took 20 ms)
 *
 * write takes its bytes from a string of x.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static char bytes[65536];
static volatile sig_atomic_t signals;

static void run(char *word);

static void on_signal(int sig)
{
	(void)sig;
	signals++;
}

static void say(long result)
{
	if (result == -1)
		printf("%s", strerrorname_np(errno));
	else
		printf("%ld", result);
}

static void *in_thread(void *word)
{
	run(word);
	return NULL;
}

static void thread(char *word)
{
	pthread_t t;

	pthread_create(&t, NULL, in_thread, word);
	pthread_join(t, NULL);
}

static void child(char *word)
{
	fflush(stdout);
	if (fork() == 0) {
		run(word);
		fflush(stdout);
		_exit(0);
	}
	wait(NULL);
}

static void timed(char *word)
{
	struct timespec a, b;

	clock_gettime(CLOCK_MONOTONIC, &a);
	run(word);
	clock_gettime(CLOCK_MONOTONIC, &b);
	printf(" %s",
	       (b.tv_sec - a.tv_sec) * 1000000000 + b.tv_nsec - a.tv_nsec <
			       20000000
		       ? "quick"
		       : "slow");
}

static long number(const char *text)
{
	return text ? strtol(text, NULL, 0) : 0;
}

static void call(const char *name, const char *arg)
{
	const char *more = arg ? strchr(arg, ':') : NULL;
	size_t count = (size_t)number(more ? more + 1 : NULL);
	long n = number(arg);

	if (strcmp(name, "open") == 0)
		say(syscall(SYS_openat, AT_FDCWD, arg, O_RDONLY, 0));
	else if (strcmp(name, "unlink") == 0)
		say(syscall(SYS_unlink, arg));
	else if (strcmp(name, "close") == 0)
		say(syscall(SYS_close, n));
	else if (strcmp(name, "read") == 0)
		say(syscall(SYS_read, n, bytes, count));
	else if (strcmp(name, "write") == 0)
		say(syscall(SYS_write, n, bytes, count));
	else if (strcmp(name, "sync") == 0)
		say(syscall(SYS_fsync, n));
	else if (strcmp(name, "getppid") == 0)
		say(syscall(SYS_getppid));
	else if (strcmp(name, "kill") == 0)
		say(syscall(SYS_kill, getpid(), n));
	else
		exit(2);
	if (signals)
		printf(" signalled %d", (int)signals);
	signals = 0;
}

static void run(char *word)
{
	char *star = strrchr(word, '*');
	char *colon = strchr(word, ':');
	char name[16] = {0};

	if (star && star[1]) {
		for (long i = 0; i < number(star + 1); i++) {
			char one[256];

			snprintf(one, sizeof(one), "%.*s", (int)(star - word),
				 word);
			if (i)
				putchar(' ');
			run(one);
		}
		return;
	}
	memcpy(name, word,
	       colon ? (size_t)(colon - word) % sizeof(name)
		     : strnlen(word, sizeof(name) - 1));
	if (strcmp(name, "thread") == 0)
		thread(colon + 1);
	else if (strcmp(name, "fork") == 0)
		child(colon + 1);
	else if (strcmp(name, "time") == 0)
		timed(colon + 1);
	else
		call(name, colon ? colon + 1 : NULL);
}

int main(int argc, char **argv)
{
	memset(bytes, 'x', sizeof(bytes));
	signal(SIGUSR1, on_signal);
	signal(SIGUSR2, on_signal);
	for (int i = 1; i < argc; i++) {
		run(argv[i]);
		putchar('\n');
	}
	return 0;
}
