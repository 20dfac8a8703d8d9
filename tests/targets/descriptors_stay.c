/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * descriptors_stay flags: the descriptor table is as large behind an fcntl
 * whose result is no descriptor, but a large number. descriptors_stay vfork: a
 * vfork child has a descriptor with a high number, and one changes its limit;
 * then itself runs "descriptors_stay child", which calls getppid.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define HIGH 900

static int table_size(void)
{
	FILE *file = fopen("/proc/self/status", "r");
	char line[256];
	int size = -1;

	while (file && fgets(line, sizeof(line), file))
		if (sscanf(line, "FDSize: %d", &size) == 1)
			break;
	if (file)
		fclose(file);
	return size;
}

static void flags(void)
{
	int fd = open("/dev/null", O_RDWR | O_NONBLOCK);
	int before = table_size();

	puts(fcntl(fd, F_GETFL) & O_NONBLOCK ? "flags" : "no flags");
	puts(table_size() == before ? "as large" : "larger");
}

/* 1: with a high number; 2: with another limit. */
static void child(int kind)
{
	struct rlimit limit;
	pid_t pid = vfork();

	if (pid == 0 && kind == 1)
		_exit(fcntl(0, F_DUPFD, HIGH) != HIGH);
	if (pid == 0) {
		getrlimit(RLIMIT_NOFILE, &limit);
		limit.rlim_cur = 1024;
		_exit(setrlimit(RLIMIT_NOFILE, &limit) != 0);
	}
	waitpid(pid, NULL, 0);
}

static void execute(const char *program)
{
	pid_t pid;

	fflush(stdout);
	pid = vfork();
	if (pid == 0) {
		execl(program, program, "child", NULL);
		_exit(1);
	}
	waitpid(pid, NULL, 0);
}

int main(int argc, char **argv)
{
	if (argc < 2)
		return 2;
	if (strcmp(argv[1], "flags") == 0)
		flags();
	for (int kind = 1; kind <= 2 && strcmp(argv[1], "vfork") == 0; kind++) {
		child(kind);
		execute(argv[0]);
	}
	if (strcmp(argv[1], "child") == 0) {
		syscall(SYS_getppid);
		puts("child");
	}
	return 0;
}
