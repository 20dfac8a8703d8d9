/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * exec_environment WAY PROGRAM [ARGUMENT...]: run PROGRAM with an environment
 * that is not ours to hand on, in one of the WAYs below. "at" and "fd" take
 * an execveat; "spawn" and "limit" run it as a child, often.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define PAGE 4096

extern char **environ;
static char *empty[] = {NULL};

/* What is behind the last string, and the array, cannot be read. */
static char **at_the_edge(const char *entry)
{
	char *p = mmap(NULL, 2 * PAGE, PROT_READ | PROT_WRITE,
		       MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	char **array = (char **)(void *)(p + PAGE) - 2;
	char *q = mmap(NULL, 2 * PAGE, PROT_READ | PROT_WRITE,
		       MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	size_t size = strlen(entry) + 1;

	munmap(p + PAGE, PAGE);
	munmap(q + PAGE, PAGE);
	array[0] = memcpy(q + PAGE - size, entry, size);
	return array;
}

/* n variables of 1000 bytes, the last one of so many more. */
static char **big(size_t n, size_t more)
{
	char **array = calloc(n + 1, sizeof(*array));

	for (size_t i = 0; i < n; i++) {
		size_t size = i + 1 < n ? 1000 : 1000 + more;

		array[i] = malloc(size);
		memset(array[i], 'x', size - 1);
		array[i][snprintf(array[i], size, "V%zu", i)] = '=';
		array[i][size - 1] = '\0';
	}
	return array;
}

static int spawned(char **argv, char **envp)
{
	int status;
	pid_t child;

	if (posix_spawn(&child, argv[0], NULL, NULL, argv, envp))
		return 126;
	waitpid(child, &status, 0);
	return WEXITSTATUS(status);
}

static long pages(void)
{
	FILE *f = fopen("/proc/self/statm", "r");
	long n = 0;

	if (f && fscanf(f, "%ld", &n) != 1)
		n = 0;
	if (f)
		fclose(f);
	return n;
}

/* The memory of children in ours, of those that fail too, is given back. */
static int spawn_many(char **argv)
{
	char *missing[] = {"/nonexistent", NULL};
	char **much = big(100, 0);
	long before;
	int failed = 0;

	spawned(argv, empty);
	before = pages();
	for (int i = 0; i < 1000; i++) {
		int fails = i % 2;

		if (spawned(fails ? missing : argv, i % 10 ? empty : much) !=
		    (fails ? 126 : 0))
			failed++;
		if (execve(missing[0], missing, much) != -1)
			failed++;
	}
	printf("%s, %s\n", failed ? "otherwise" : "as expected",
	       pages() < before + 16 ? "flat" : "grown");
	return 0;
}

/* The largest environment that the kernel takes, to the byte. */
static int find_limit(char **argv)
{
	size_t low = 0, high = 100000;
	size_t n = 100;

	while (spawned(argv, big(n, 0)) != 126)
		n += 100;
	n -= 100;
	while (low + 1 < high) {
		size_t middle = (low + high) / 2;

		if (spawned(argv, big(n, middle)) != 126)
			low = middle;
		else
			high = middle;
	}
	printf("%zu %zu\n", n, low);
	return 0;
}

static void run(const char *way, char **argv)
{
	char *preload[] = {"A=1", "LD_PRELOAD=libm.so.6 libdl.so.2", "B=2",
			   NULL};
	char *script[] = {"ZPOLINE_SCRIPT=/dev/null", NULL};

	if (strcmp(way, "null") == 0)
		execve(argv[0], argv, NULL);
	else if (strcmp(way, "empty") == 0)
		execve(argv[0], argv, empty);
	else if (strcmp(way, "inherit") == 0)
		execve(argv[0], argv, environ);
	else if (strcmp(way, "edge") == 0)
		execve(argv[0], argv, at_the_edge("A=1"));
	else if (strcmp(way, "edge_preload") == 0)
		execve(argv[0], argv, at_the_edge("LD_PRELOAD="));
	else if (strcmp(way, "preload") == 0)
		execve(argv[0], argv, preload);
	else if (strcmp(way, "script") == 0)
		execve(argv[0], argv, script);
	else if (strcmp(way, "big") == 0)
		execve(argv[0], argv, big(1500, 0));
	else if (strcmp(way, "at") == 0)
		syscall(SYS_execveat, open("/", O_PATH), argv[0] + 1, argv,
			empty, 0);
	else if (strcmp(way, "fd") == 0)
		fexecve(open(argv[0], O_RDONLY | O_CLOEXEC), argv, empty);
	else if (strcmp(way, "vfork") == 0)
		exit(spawned(argv, empty));
	else if (strcmp(way, "spawn") == 0)
		exit(spawn_many(argv));
	else if (strcmp(way, "limit") == 0)
		exit(find_limit(argv));
}

int main(int argc, char **argv)
{
	if (argc < 3)
		return 2;
	run(argv[1], argv + 2);
	perror(argv[1]);
	return 1;
}
