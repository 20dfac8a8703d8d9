/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * memory Rss|Anonymous|... [NAME=VALUE]... PROGRAM [ARG]...: that line of
 * smaps_rollup, in KiB, of PROGRAM when it is about to end. The variables are
 * for PROGRAM only, and its output goes nowhere.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

static void run(char **words)
{
	for (; *words && strchr(*words, '='); words++)
		putenv(*words);
	dup2(open("/dev/null", O_WRONLY | O_CLOEXEC), 1);
	if (*words && ptrace(PTRACE_TRACEME, 0, NULL, NULL) == 0)
		execv(*words, words);
	_exit(127);
}

static long line_of(pid_t pid, const char *name)
{
	size_t length = strlen(name);
	char path[64], line[256];
	long value = -1;
	FILE *f;

	snprintf(path, sizeof(path), "/proc/%d/smaps_rollup", (int)pid);
	f = fopen(path, "r");
	while (f && value < 0 && fgets(line, sizeof(line), f))
		if (!strncmp(line, name, length) && line[length] == ':')
			value = atol(line + length + 1);
	if (f)
		fclose(f);
	return value;
}

static int is_exit(int status)
{
	return status >> 8 == (SIGTRAP | PTRACE_EVENT_EXIT << 8);
}

int main(int argc, char **argv)
{
	int status, started = 0;
	long value = -1;
	pid_t pid;

	if (argc < 3)
		return 2;
	pid = fork();
	if (pid == 0)
		run(argv + 2);
	while (waitpid(pid, &status, 0) == pid && WIFSTOPPED(status)) {
		int sig = WSTOPSIG(status);

		if (!started) /* behind its exec */
			ptrace(PTRACE_SETOPTIONS, pid, NULL,
			       PTRACE_O_TRACEEXIT);
		if (is_exit(status))
			value = line_of(pid, argv[1]);
		if (!started || is_exit(status))
			sig = 0;
		started = 1;
		ptrace(PTRACE_CONT, pid, NULL, sig);
	}
	if (value < 0 || !WIFEXITED(status) || WEXITSTATUS(status))
		return 1;
	printf("%ld\n", value);
	return 0;
}
