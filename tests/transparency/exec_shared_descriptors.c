/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * A thread's exec fails, again and again, while others make processes that
 * execute a program with little memory, which is not hooked: it finds no
 * descriptor but those that it was given. So does the program that a thread
 * executes in place of its own process. Fails by the exec door without
 * shared_table_lock() and exec_door_part().
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "tasks.h"

#define ROUNDS 20
#define STRINGS 32

static char *program, *look[] = {"it", "look", NULL};
static char *too_much[STRINGS + 1];

/* More than the kernel copies; what it has copied takes it a while. */
static void fill_too_much(void)
{
	char *text = malloc(100000);

	memset(text, 'x', 99999);
	text[99999] = '\0';
	for (int i = 0; i < STRINGS; i++)
		too_much[i] = text;
}

static void *fails(void *arg)
{
	for (;;)
		CHECK(execv(program, too_much) == -1 && errno == E2BIG);
	return arg;
}

/* For which the library takes too much. */
static void want_little(void)
{
	const struct rlimit little = {3 << 20, RLIM_INFINITY};

	setrlimit(RLIMIT_DATA, &little);
}

static int count_descriptors(void)
{
	DIR *files = opendir("/proc/self/fd");
	int n = 0;

	while (files && readdir(files))
		n++;
	return n - 6; /* 0 to 2, its own, . and .. */
}

static void fork_and_look(void)
{
	pid_t child = fork();

	if (child == 0) {
		want_little();
		execv(program, look);
		_exit(99);
	}
	CHECK(end_of(child) == 0);
}

static void vfork_and_look(void)
{
	pid_t child = vfork();

	if (child == 0) {
		want_little();
		execv(program, look);
		_exit(99);
	}
	CHECK(end_of(child) == 0);
}

static void start_failing(void)
{
	pthread_t t;

	for (int i = 0; i < 2; i++)
		pthread_create(&t, NULL, fails, NULL);
}

/* In place of the process in which others fail. */
static void replace_and_look(unsigned int us)
{
	pid_t child = fork();

	if (child == 0) {
		start_failing();
		usleep(us);
		want_little();
		execv(program, look);
		_exit(99);
	}
	CHECK(end_of(child) == 0);
}

/* What the process is told of its filters is in a file of its own. */
static void begin_filter(void)
{
	struct sock_filter allow = BPF_STMT(BPF_RET, SECCOMP_RET_ALLOW);
	struct sock_fprog filter = {1, &allow};

	prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	CHECK(prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter) == 0);
}

static void look_in_all_ways(void)
{
	for (unsigned int i = 0; i < ROUNDS; i++)
		replace_and_look(i * 300);
	start_failing();
	for (int i = 0; i < ROUNDS; i++) {
		fork_and_look();
		vfork_and_look();
	}
}

int main(int argc, char **argv)
{
	pid_t child;

	program = argv[0];
	if (argc > 1)
		return count_descriptors();
	fill_too_much();
	child = fork();
	if (child == 0) {
		begin_filter();
		look_in_all_ways();
		_exit(broken);
	}
	CHECK(end_of(child) == 0);
	look_in_all_ways();
	return verdict();
}
