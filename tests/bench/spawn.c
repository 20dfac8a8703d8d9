/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * spawn COUNT [NAME=VALUE]... PROGRAM [ARG]...: the time from starting PROGRAM
 * to its end, in microseconds: the tenth percentile of COUNT runs, for what
 * else the machine does can only add to it. The variables are for PROGRAM only,
 * and its output goes nowhere.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static int ascending(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/* The environment with variables[0..n) added. */
static char **extended(char **variables, size_t n)
{
	size_t have = 0;
	char **env;

	while (environ[have])
		have++;
	env = calloc(have + n + 1, sizeof(*env));
	if (!env)
		exit(2);
	memcpy(env, variables, n * sizeof(*env));
	memcpy(env + n, environ, have * sizeof(*env));
	return env;
}

int main(int argc, char **argv)
{
	int count = argc > 2 ? atoi(argv[1]) : 0;
	double *time = calloc((size_t)count + 1, sizeof(*time));
	posix_spawn_file_actions_t silent;
	char **program = argv + 2;
	char **env;

	if (count < 1 || !time)
		return 2;
	while (*program && strchr(*program, '='))
		program++;
	if (!*program)
		return 2;
	env = extended(argv + 2, (size_t)(program - (argv + 2)));
	posix_spawn_file_actions_init(&silent);
	posix_spawn_file_actions_addopen(&silent, 1, "/dev/null", O_WRONLY, 0);
	for (int i = 0; i < count; i++) {
		double start = now();
		pid_t pid;
		int status;

		if (posix_spawn(&pid, *program, &silent, NULL, program, env))
			return 2;
		waitpid(pid, &status, 0);
		if (status)
			return 1;
		time[i] = now() - start;
	}
	qsort(time, (size_t)count, sizeof(*time), ascending);
	printf("%.1f\n", time[count / 10]);
	free(env);
	free(time);
	return 0;
}
