/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * CLONE_FILES shares the descriptors and CLONE_FS directory and umask, and
 * without them neither is shared; unshare() takes them back. Fails without
 * prepare_stack(): the child has no way home.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "raw.h"
#include "tasks.h"

static char stack[65536] __attribute__((aligned(16)));
static int fd, take_back;

static int child(void)
{
	if (take_back)
		raw3(SYS_unshare, CLONE_FILES | CLONE_FS, 0, 0);
	raw3(SYS_close, fd, 0, 0);
	raw3(SYS_umask, 0777, 0, 0);
	raw3(SYS_chdir, (long)"/proc", 0, 0);
	return 1;
}

static void run(long flags, int files, int fs)
{
	const long call[6] = {SYS_clone, flags | SIGCHLD,
			      (long)(stack + sizeof(stack))};
	char where[64] = "";

	umask(022);
	CHECK(chdir("/") == 0);
	fd = open("/dev/null", O_RDONLY);
	CHECK(exited((int)task_make(call, child)) == 1);
	CHECK((fcntl(fd, F_GETFD) == -1) == files);
	CHECK((umask(022) == 0777) == fs);
	CHECK(getcwd(where, sizeof(where)) != NULL);
	CHECK(strcmp(where, fs ? "/proc" : "/") == 0);
	close(fd);
}

int main(void)
{
	for (int vm = 0; vm < 2; vm++) {
		long flags = vm ? CLONE_VM | CLONE_VFORK : 0;

		take_back = 0;
		run(flags, 0, 0);
		run(flags | CLONE_FILES, 1, 0);
		run(flags | CLONE_FS, 0, 1);
		run(flags | CLONE_FILES | CLONE_FS, 1, 1);
		take_back = 1;
		run(flags | CLONE_FILES | CLONE_FS, 0, 0);
	}
	return verdict();
}
