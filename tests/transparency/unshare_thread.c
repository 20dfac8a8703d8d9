/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * A thread takes descriptors and directory for itself by unshare: the others
 * keep theirs. In a child, a user namespace. Fails without task_make()'s way
 * for a child on a stack of its own (task_clone).
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <string.h>
#include <unistd.h>

#include "tasks.h"

static int fd;

static void *own(void *arg)
{
	char where[8] = "";

	CHECK(unshare(CLONE_FILES | CLONE_FS) == 0);
	CHECK(close(fd) == 0 && fcntl(fd, F_GETFD) == -1);
	CHECK(chdir("/proc") == 0);
	CHECK(getcwd(where, sizeof(where)) && !strcmp(where, "/proc"));
	CHECK(unshare(CLONE_VM) == -1 && errno == EINVAL);
	CHECK(unshare(CLONE_NEWUSER) == -1 && errno == EINVAL);
	return arg;
}

int main(void)
{
	char where[8] = "";
	pthread_t t;
	pid_t child = fork();
	int status;

	if (child == 0) {
		if (unshare(CLONE_NEWUSER))
			_exit(77);
		CHECK(getuid() == 65534 && geteuid() == 65534);
		_exit(broken);
	}
	status = exited(child);
	if (status == 77) {
		puts("no user namespaces");
		return 77;
	}
	CHECK(status == 0);
	fd = open("/dev/null", O_RDONLY);
	CHECK(chdir("/") == 0);
	for (int i = 0; i < 5; i++) {
		pthread_create(&t, NULL, own, NULL);
		pthread_join(t, NULL);
		CHECK(fcntl(fd, F_GETFD) == 0);
		CHECK(getcwd(where, sizeof(where)) && !strcmp(where, "/"));
	}
	return verdict();
}
