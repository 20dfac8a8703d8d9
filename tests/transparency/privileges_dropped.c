/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * In an empty root directory, as nobody, without capabilities, not dumpable,
 * never to gain privileges again: calls, threads and children go on. Fails
 * when fork_process opens a file of /proc, or anything else after start-up
 * does.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "check.h"

static void *run(void *arg)
{
	(void)arg;
	CHECK(getppid() >= 0);
	CHECK(getuid() == 65534 && geteuid() == 65534);
	return NULL;
}

static void on_signal(int sig)
{
	CHECK(sig == SIGUSR1 && getuid() == 65534);
}

int main(void)
{
	char path[] = "rootXXXXXX";
	pthread_t thread;
	pid_t child;

	if (getuid() != 0)
		skip("needs root");
	CHECK(mkdtemp(path) && chroot(path) == 0 && chdir("/") == 0);
	CHECK(rmdir("/") == -1);
	CHECK(open("/proc/self/maps", O_RDONLY) == -1 && errno == ENOENT);
	CHECK(setgroups(0, NULL) == 0 && setgid(65534) == 0);
	CHECK(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0);
	CHECK(setuid(65534) == 0);
	CHECK(setuid(0) == -1 && errno == EPERM);
	printf("dumpable %d\n", prctl(PR_GET_DUMPABLE, 0, 0, 0, 0));
	CHECK(prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0);
	CHECK(prctl(PR_GET_DUMPABLE, 0, 0, 0, 0) == 0);
	CHECK(open("new", O_CREAT | O_RDWR, 0600) == -1 && errno == EACCES);
	signal(SIGUSR1, on_signal);
	raise(SIGUSR1);
	for (int i = 0; i < 5; i++) {
		CHECK(pthread_create(&thread, NULL, run, NULL) == 0);
		pthread_join(thread, NULL);
		child = fork();
		if (child == 0) {
			run(NULL);
			_exit(broken);
		}
		CHECK(end_of(child) == 0);
	}
	return verdict();
}
