/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * clean_run [NAME | NAME=VALUE]... -- COMMAND...: run COMMAND as if nobody had
 * set anything: with these variables and no others (NAME: as it is here),
 * standard input from /dev/null, no other descriptor but output and error,
 * every signal at its default and unblocked, the usual limits, umask and
 * personality.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/personality.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#define DESCRIPTORS 65536 /* where the kernel has no close_range */

static void descriptors(void)
{
	int null = open("/dev/null", O_RDWR);

	/* the lowest ones are taken first */
	while (null >= 0 && null < 2)
		null = dup(null);
	if (null < 0 || dup2(null, 0) < 0) {
		perror("clean_run: /dev/null");
		exit(127);
	}
	if (syscall(SYS_close_range, 3, ~0U, 0) != 0)
		for (int fd = 3; fd < DESCRIPTORS; fd++)
			close(fd);
}

static void signals(void)
{
	sigset_t none;

	for (int n = 1; n < NSIG; n++)
		signal(n, SIG_DFL); /* some cannot be set, nor ignored */
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
}

/* The soft limit, below a hard one that only root can raise. */
static void limit(__rlimit_resource_t what, rlim_t wanted, rlim_t hard)
{
	struct rlimit now;

	if (getrlimit(what, &now))
		return;
	if (now.rlim_max < hard) {
		struct rlimit raised = {wanted, hard};

		if (setrlimit(what, &raised) == 0)
			return;
	}
	now.rlim_cur = wanted < now.rlim_max ? wanted : now.rlim_max;
	setrlimit(what, &now);
}

static void limits(void)
{
	limit(RLIMIT_CORE, 0, 0);
	limit(RLIMIT_STACK, 8 << 20, RLIM_INFINITY);
	limit(RLIMIT_NOFILE, 1024, 65536);
	limit(RLIMIT_AS, RLIM_INFINITY, RLIM_INFINITY);
	limit(RLIMIT_CPU, RLIM_INFINITY, RLIM_INFINITY);
	limit(RLIMIT_DATA, RLIM_INFINITY, RLIM_INFINITY);
	limit(RLIMIT_FSIZE, RLIM_INFINITY, RLIM_INFINITY);
	limit(RLIMIT_NPROC, RLIM_INFINITY, RLIM_INFINITY);
	limit(RLIMIT_MEMLOCK, RLIM_INFINITY, RLIM_INFINITY);
}

int main(int argc, char **argv)
{
	char **env = calloc((size_t)argc + 1, sizeof(*env));
	size_t n = 0;
	int i;

	for (i = 1; env && i < argc && strcmp(argv[i], "--") != 0; i++) {
		const char *value = getenv(argv[i]);

		if (strchr(argv[i], '='))
			env[n++] = argv[i];
		else if (value &&
			 asprintf(&env[n], "%s=%s", argv[i], value) > 0)
			n++;
	}
	if (!env || i + 1 >= argc) {
		fputs("usage: clean_run [NAME | NAME=VALUE]... -- COMMAND...\n",
		      stderr);
		return 127;
	}
	descriptors();
	signals();
	limits();
	umask(022);
	personality(PER_LINUX);
	execvpe(argv[i + 1], argv + i + 1, env);
	perror(argv[i + 1]);
	return 127;
}
