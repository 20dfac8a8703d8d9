/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * What a process can ask about itself is as it would be: its name, also after
 * a change, its arguments, its auxiliary vector, one thread, its dispositions
 * and mask, its children. Fails when signals_action shows our handler, or
 * sigmask_init takes our signals for blocked.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "check.h"

static int entries(const char *path)
{
	DIR *dir = opendir(path);
	int n = 0;

	while (dir && readdir(dir))
		n++;
	if (dir)
		closedir(dir);
	return n;
}

int main(int argc, char **argv)
{
	struct sigaction act;
	char name[16] = "";
	sigset_t set;

	prctl(PR_GET_NAME, name, 0, 0, 0);
	printf("name %s, %d arguments, %s\n", name, argc,
	       strrchr(argv[0], '/'));
	CHECK(prctl(PR_SET_NAME, "another", 0, 0, 0) == 0);
	CHECK(prctl(PR_GET_NAME, name, 0, 0, 0) == 0);
	printf("name %s\n", name);
	printf("%d threads\n", entries("/proc/self/task") - 2);
	CHECK(getauxval(AT_PAGESZ) == 4096 && getauxval(AT_SYSINFO_EHDR) != 0);
	CHECK(getauxval(AT_PHDR) != 0 && getauxval(AT_SECURE) == 0);
	for (int sig = 1; sig < 32; sig++)
		if (sigaction(sig, NULL, &act) == 0)
			printf("%d: %d %#x\n", sig, act.sa_handler != SIG_DFL,
			       (unsigned int)act.sa_flags);
	CHECK(sigprocmask(SIG_SETMASK, NULL, &set) == 0 && sigisemptyset(&set));
	CHECK(sigpending(&set) == 0 && sigisemptyset(&set));
	CHECK(waitpid(-1, NULL, 0) == -1 && errno == ECHILD);
	printf("no_new_privs %d, dumpable %d, seccomp %d, death signal %d\n",
	       prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0),
	       prctl(PR_GET_DUMPABLE, 0, 0, 0, 0), prctl(PR_GET_SECCOMP),
	       prctl(PR_GET_PDEATHSIG, &(int){0}));
	return verdict();
}
