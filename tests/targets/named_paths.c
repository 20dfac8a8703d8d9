/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * named_paths: in a folder with tree/file and tree/link, a symbolic link to the
 * file, and away, one to the folder tree, names the file in many ways; the
 * result of each on a line.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <linux/openat2.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static void say(const char *what, long result)
{
	printf("%s %s\n", what, result < 0 ? "failed" : "done");
	fflush(stdout);
}

static void open_as(const char *what, int dfd, const char *path, int flags)
{
	int fd = openat(dfd, path, flags);

	say(what, fd);
	if (fd >= 0)
		close(fd);
}

static void open_in_root(int dfd, const char *path)
{
	struct open_how how = {.flags = O_RDONLY, .resolve = RESOLVE_IN_ROOT};

	say("in root", syscall(SYS_openat2, dfd, path, &how, sizeof(how)));
}

static void read_one(int fd)
{
	char byte;

	say("read", read(fd, &byte, 1));
}

int main(void)
{
	int tree = open("tree", O_DIRECTORY);
	struct stat st;
	char cwd[4096];

	open_as("relative", AT_FDCWD, "tree/file", O_RDONLY);
	open_as("in folder", tree, "file", O_RDONLY);
	open_as("dots", tree, ".././/tree/../tree/file", O_RDONLY);
	open_as("link", tree, "link", O_RDONLY);
	open_as("link itself", tree, "link", O_PATH | O_NOFOLLOW);
	open_as("by link", AT_FDCWD, "away/file", O_RDONLY);
	open_as("link and up", AT_FDCWD, "away/../tree/file", O_RDONLY);
	open_as("by itself", AT_FDCWD, "/proc/self/cwd/tree/file", O_RDONLY);
	open_as("not there", tree, "fil", O_RDONLY);
	open_as("bad folder", 999, "file", O_RDONLY);
	open_in_root(tree, "/file");
	open_in_root(tree, "/../../link");
	if (getcwd(cwd, sizeof(cwd)) && chdir("tree") == 0)
		open_as("in cwd", AT_FDCWD, "file", O_RDONLY);
	say("stat", fstatat(tree, "link", &st, 0));
	say("stat of link", fstatat(tree, "link", &st, AT_SYMLINK_NOFOLLOW));
	say("rename", renameat(tree, "link", tree, "link2"));
	read_one(open("file", O_RDONLY));
	read_one(open("../other", O_RDONLY));
	read_one(999);
	return 0;
}
