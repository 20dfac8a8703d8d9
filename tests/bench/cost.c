/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * cost cpu|wall CALLS COMMAND...: run COMMAND in an empty folder of its own,
 * and print what it has taken for one of so many calls, in ns: processor time
 * of the process and of all that it has waited for, or the time of day. What
 * COMMAND prints is thrown away. In its words "@/" is that folder. Fails if
 * COMMAND does, or leaves no file where it is to write one ("-o" and a relative
 * path among its words).
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

static double ns_of(struct timeval t)
{
	return (double)t.tv_sec * 1e9 + (double)t.tv_usec * 1e3;
}

static int remove_one(const char *path, const struct stat *st, int type,
		      struct FTW *ftw)
{
	(void)st, (void)type, (void)ftw;
	return remove(path);
}

static void make_folder(char *path, size_t size)
{
	const char *parent = getenv("TMPDIR");

	snprintf(path, size, "%s/bench.XXXXXX", parent ? parent : "/dev/shm");
	if (!mkdtemp(path) || chdir(path) != 0) {
		perror(path);
		exit(1);
	}
}

/* "save=@/owners" */
static char *expand(char *word, const char *folder)
{
	const char *at = strstr(word, "@/");
	char *longer = NULL;

	if (!at)
		return word;
	if (asprintf(&longer, "%.*s%s%s", (int)(at - word), word, folder,
		     at + 1) < 0)
		exit(1);
	return longer;
}

static void run(char **command)
{
	int null = open("/dev/null", O_RDWR);

	dup2(null, STDIN_FILENO);
	dup2(null, STDOUT_FILENO);
	dup2(null, STDERR_FILENO);
	execvp(command[0], command);
	_exit(127);
}

static int has_written(char **command)
{
	struct stat st;

	for (; command[0] && command[1]; command++)
		if (strcmp(command[0], "-o") == 0 && command[1][0] != '/')
			return stat(command[1], &st) == 0 && st.st_size > 0;
	return 1;
}

int main(int argc, char **argv)
{
	double begun, wall, calls = argc > 3 ? atof(argv[2]) : 0;
	struct rusage used;
	char folder[4096];
	int status = 0, well;
	pid_t pid;

	if (calls < 1)
		return 2;
	make_folder(folder, sizeof(folder));
	for (int i = 3; i < argc; i++)
		argv[i] = expand(argv[i], folder);
	begun = now();
	pid = fork();
	if (pid == 0)
		run(argv + 3);
	waitpid(pid, &status, 0);
	wall = now() - begun;
	getrusage(RUSAGE_CHILDREN, &used);
	well = status == 0 && has_written(argv + 3);
	if (chdir("/") == 0)
		nftw(folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
	if (!well) {
		fprintf(stderr, "cost: %s has failed (status %x)\n", argv[3],
			(unsigned int)status);
		return 1;
	}
	if (strcmp(argv[1], "cpu") == 0)
		wall = ns_of(used.ru_utime) + ns_of(used.ru_stime);
	printf("%.2f\n", wall / calls);
	return 0;
}
