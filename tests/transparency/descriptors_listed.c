/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * /proc lists the descriptors that the program has opened, and no others: by
 * any way to the folder, in one go or piece by piece, by name, in the folder's
 * size. Fails without proc_fds.c.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "check.h"
#include "statx.h"

struct entry {
	uint64_t ino;
	int64_t off;
	unsigned short reclen;
	unsigned char type;
	char name[];
};

struct old_entry {
	unsigned long ino, off;
	unsigned short reclen;
	char name[];
};

/* All names of an open folder, read by buffers of that size from the start;
 * where each piece begins is sought again. */
static void list(int dir, size_t size, int seeks)
{
	char buf[4096];
	long n;

	lseek(dir, 0, SEEK_SET);
	while ((n = syscall(SYS_getdents64, dir, buf, size)) > 0) {
		struct entry *e;
		int64_t next = 0;

		for (long at = 0; at < n; at += e->reclen) {
			e = (struct entry *)(void *)(buf + at);
			printf(" %s", e->name);
			next = e->off;
		}
		if (seeks)
			CHECK(lseek(dir, next, SEEK_SET) == next);
	}
	printf(n == 0 ? "\n" : " error %d\n", errno);
}

static void list_old(int dir)
{
	char buf[4096];
	long n;

	lseek(dir, 0, SEEK_SET);
	while ((n = syscall(SYS_getdents, dir, buf, sizeof(buf))) > 0) {
		struct old_entry *e;

		for (long at = 0; at < n; at += e->reclen) {
			e = (struct old_entry *)(void *)(buf + at);
			printf(" %s", e->name);
		}
	}
	puts(n == 0 ? "" : " error");
}

static void list_path(const char *what, const char *path)
{
	int dir = open(path, O_RDONLY | O_DIRECTORY);
	struct stat st;
	struct statx stx;

	printf("%s:", what);
	list(dir, 4096, 0);
	printf("%s, one by one:", what);
	list(dir, 32, 0);
	printf("%s, sought:", what);
	list(dir, 32, 1);
	printf("%s, getdents:", what);
	list_old(dir);
	CHECK(fstat(dir, &st) == 0);
	printf("size %ld, links %ld", (long)st.st_size, (long)st.st_nlink);
	CHECK(stat(path, &st) == 0);
	printf(", %ld", (long)st.st_size);
	CHECK(lstat(path, &st) == 0);
	printf(", %ld", (long)st.st_size);
	CHECK(statx(AT_FDCWD, path, 0, STATX_BASIC_STATS, &stx) == 0);
	printf(", %ld", (long)stx.stx_size);
	CHECK(statx(dir, "", AT_EMPTY_PATH, STATX_BASIC_STATS, &stx) == 0);
	printf(", %ld\n", (long)stx.stx_size);
	fflush(stdout);
	close(dir);
}

static void as_second(const char *path)
{
	CHECK(link("/proc/self/status", path) == -1 && errno == ENOENT);
	CHECK(symlink("target", path) == -1 && errno == ENOENT);
	CHECK(symlinkat("target", AT_FDCWD, path) == -1 && errno == ENOENT);
	CHECK(rename("/proc/self/status", path) == -1 && errno != EEXIST);
}

static void look_at(const char *form, int fd)
{
	char path[64], link[256];
	struct stat st;
	struct statx stx;

	snprintf(path, sizeof(path), form, fd);
	CHECK(readlink(path, link, sizeof(link)) == -1 && errno == ENOENT);
	CHECK(readlinkat(AT_FDCWD, path, link, sizeof(link)) == -1 &&
	      errno == ENOENT);
	CHECK(open(path, O_RDONLY) == -1 && errno == ENOENT);
	CHECK(open(path, O_PATH | O_NOFOLLOW) == -1 && errno == ENOENT);
	CHECK(open(path, O_WRONLY | O_APPEND) == -1 && errno == ENOENT);
	CHECK(syscall(SYS_open, path, O_RDONLY) == -1 && errno == ENOENT);
	CHECK(stat(path, &st) == -1 && errno == ENOENT);
	CHECK(lstat(path, &st) == -1 && errno == ENOENT);
	CHECK(statx(AT_FDCWD, path, 0, STATX_BASIC_STATS, &stx) == -1 &&
	      errno == ENOENT);
	CHECK(access(path, F_OK) == -1 && errno == ENOENT);
	CHECK(faccessat(AT_FDCWD, path, F_OK, AT_EACCESS) == -1 &&
	      errno == ENOENT);
	as_second(path);
}

/* Within folders that are the program's own or opened by it. */
static void look_from(const char *path)
{
	int dir = open(path, O_RDONLY | O_DIRECTORY);
	char name[16], link[64], here[4096];
	int n = 0;

	CHECK(getcwd(here, sizeof(here)) != NULL);
	for (int fd = 20; fd < 4200; fd++) {
		snprintf(name, sizeof(name), "%d", fd);
		n += readlinkat(dir, name, link, sizeof(link)) >= 0;
		n += faccessat(dir, name, F_OK, 0) == 0;
		n += openat(dir, name, O_RDONLY) >= 0;
	}
	printf("%s: %d seen\n", path, n);
	CHECK(fchdir(dir) == 0);
	for (int fd = 20; fd < 4200; fd++) {
		snprintf(name, sizeof(name), "%d", fd);
		n += access(name, F_OK) == 0;
	}
	printf("%s: %d seen from inside\n", path, n);
	CHECK(chdir(here) == 0);
	close(dir);
}

static void *in_thread(void *arg)
{
	char path[64];

	list_path("thread", "/proc/thread-self/fd");
	snprintf(path, sizeof(path), "/proc/self/task/%ld/fd",
		 syscall(SYS_gettid));
	list_path("task", path);
	return arg;
}

/* Files that only look so. */
static void own_names(void)
{
	char name[16];
	int n = 0, fd;

	CHECK(mkdir("named", 0700) == 0 && chdir("named") == 0);
	for (int i = 990; i < 1050; i++) {
		snprintf(name, sizeof(name), "%d", i);
		fd = open(name, O_CREAT | O_RDWR, 0600);
		CHECK(fd >= 0);
		close(fd);
	}
	for (int i = 990; i < 1050; i++) {
		snprintf(name, sizeof(name), "%d", i);
		n += access(name, F_OK) == 0;
	}
	DIR *dir = opendir(".");
	struct dirent *e;

	while (dir && (e = readdir(dir)))
		n += e->d_name[0] != '.';
	closedir(dir);
	printf("own: %d\n", n);
	for (int i = 990; i < 1050; i++) {
		snprintf(name, sizeof(name), "%d", i);
		n += unlink(name) == 0;
	}
	CHECK(chdir("..") == 0 && rmdir("named") == 0);
	printf("own: %d\n", n);
}

static void all(const char *when)
{
	char path[64];
	pthread_t thread;

	printf("--- %s\n", when);
	list_path("fd", "/proc/self/fd");
	list_path("fdinfo", "/proc/self/fdinfo");
	list_path("dev", "/dev/fd/");
	snprintf(path, sizeof(path), "/proc/%d/fd", getpid());
	list_path("pid", path);
	CHECK(pthread_create(&thread, NULL, in_thread, NULL) == 0);
	pthread_join(thread, NULL);
	for (int fd = 990; fd < 1060; fd++) {
		look_at("/proc/self/fd/%d", fd);
		look_at("/proc/self/fdinfo/%d", fd);
		look_at("/dev/fd/%d", fd);
		look_at("/proc/thread-self/fd/%d", fd);
		look_at("/proc//self/../self/fd/./%d", fd);
	}
	look_from("/proc/self/fd");
	look_from("/proc/self/fdinfo");
	look_from("/dev/fd");
}

int main(void)
{
	int early = open("/proc/self/fd", O_RDONLY | O_DIRECTORY);

	all("at first");
	own_names();
	CHECK(dup2(early, 2) == 2);
	all("with another stderr");
	printf("early:");
	list(early, 4096, 0);
	syscall(SYS_close_range, 3, ~0u, 0);
	all("closed");
	return verdict();
}
