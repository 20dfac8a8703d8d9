/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * While a thread's exec fails, another one kills what children that thread has
 * meanwhile, and a new process gets the number of one: it stays as it is. Fails
 * by the exec door without has_ended(): the new process is killed.
 */
#define _GNU_SOURCE
#include <linux/sched.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "tasks.h"

#define STRINGS 32
#define ENOUGH 5
#define SECONDS 0.4

static char *program, *too_much[STRINGS + 1];
static atomic_int tid, rounds;

static void *fails(void *arg)
{
	tid = gettid();
	for (;; rounds++)
		CHECK(execv(program, too_much) == -1 && errno == E2BIG);
	return arg;
}

/* More than the kernel copies; what it has copied takes it a while. */
static void start_failing(void)
{
	char *text = malloc(100000);
	pthread_t t;

	memset(text, 'x', 99999);
	text[99999] = '\0';
	for (int i = 0; i < STRINGS; i++)
		too_much[i] = text;
	pthread_create(&t, NULL, fails, NULL);
	while (!rounds)
		;
}

/* A child of that thread, 0: it has none. */
static pid_t find_child(void)
{
	char path[64];
	int number = 0;
	FILE *file;

	snprintf(path, sizeof(path), "/proc/self/task/%d/children", tid);
	file = fopen(path, "r");
	if (!file)
		return 0;
	if (fscanf(file, "%d", &number) != 1)
		number = 0;
	fclose(file);
	return number;
}

/* A new process of that number; -1: there is none. */
static pid_t fork_as(pid_t number)
{
	struct clone_args args = {
		.exit_signal = SIGCHLD,
		.set_tid = (uintptr_t)&number,
		.set_tid_size = 1,
	};
	pid_t child = (pid_t)syscall(SYS_clone3, &args, sizeof(args));

	while (child == 0)
		pause();
	return child;
}

static void await_next_round(void)
{
	int from = rounds;

	while (rounds < from + 2)
		usleep(100);
}

static int replace_child(pid_t number)
{
	pid_t child;

	kill(number, SIGKILL);
	if (waitpid(number, NULL, __WALL) != number)
		return 0;
	child = fork_as(number);
	if (child < 0)
		return 0;
	await_next_round();
	CHECK(waitpid(child, NULL, WNOHANG) == 0);
	kill(child, SIGKILL);
	end_of(child);
	return 1;
}

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

int main(int argc, char **argv)
{
	double end = now() + SECONDS;
	int replaced = 0;

	(void)argc;
	program = argv[0];
	start_failing();
	while (replaced < ENOUGH && now() < end) {
		pid_t child = find_child();

		replaced += child && replace_child(child);
	}
	return verdict();
}
