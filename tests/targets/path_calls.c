/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Every call that takes a path, each on a file of its own in the folder DIR:
 * what comes of it, a line each. Made again and again with the same names, for
 * scripts that put other paths in place of these:
 *
 *   path_calls list          the names of the calls
 *   path_calls DIR [NAME]    all of them, or one
 *
 * A call that the kernel does not have, or that needs rights, says so in place
 * of a result. DIR has the files: file (text), link -> file, sub/inner, old (to
 * be renamed or deleted), empty (a folder), run (a program), sock is made.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utime.h>

#define AT AT_FDCWD
static const char *dir;
static char paths[8][4096];
static char buffer[8192]; /* what calls fill in */
static char text[128];	  /* and what of it is printed */
static int at;		  /* a path's turn */

/* DIR/name */
static const char *in(const char *name)
{
	char *path = paths[at++ % 8];

	snprintf(path, sizeof(paths[0]), "%s/%s", dir, name);
	return path;
}

static long call(long nr, long a, long b, long c, long d, long e)
{
	return syscall(nr, a, b, c, d, e);
}
#define C(nr, a, b, c, d, e)                                                   \
	call(nr, (long)(a), (long)(b), (long)(c), (long)(d), (long)(e))

static struct sockaddr_un address;

static long address_of(const char *name)
{
	address.sun_family = AF_UNIX;
	snprintf(address.sun_path, sizeof(address.sun_path), "%s", in(name));
	return (long)&address;
}

static long opened(long fd)
{
	if (fd < 0)
		return fd;
	if (read((int)fd, text, 4) < 0) /* opened to be written */
		text[0] = '\0';
	close((int)fd);
	return 0;
}

/* What a file says of itself when it is run. */
static long run(int by_descriptor)
{
	const char *path = in("run");
	char *argv[] = {(char *)path, NULL}, *envp[] = {NULL};
	int status;
	pid_t pid = fork();

	if (pid == 0) {
		if (by_descriptor)
			C(SYS_execveat, AT, path, argv, envp, 0);
		else
			C(SYS_execve, path, argv, envp, 0, 0);
		_exit(errno);
	}
	waitpid(pid, &status, 0);
	return WEXITSTATUS(status);
}

static long with_message(int several)
{
	struct iovec iov = {"x", 1};
	struct mmsghdr m = {.msg_hdr = {.msg_iov = &iov, .msg_iovlen = 1}};
	int s = socket(AF_UNIX, SOCK_DGRAM, 0);
	long ret;

	m.msg_hdr.msg_name = (void *)address_of("bound");
	m.msg_hdr.msg_namelen = sizeof(address);
	ret = several ? C(SYS_sendmmsg, s, &m, 1, 0, 0)
		      : C(SYS_sendmsg, s, &m.msg_hdr, 0, 0, 0);
	close(s);
	return ret;
}

static long on_socket(long nr)
{
	int s = socket(AF_UNIX, SOCK_DGRAM, 0);
	long to = address_of(nr == SYS_bind ? "sock" : "bound"), ret;

	ret = nr == SYS_sendto ? syscall(nr, s, "x", 1L, 0, to, sizeof(address))
			       : C(nr, s, to, sizeof(address), 0, 0);
	close(s);
	return ret;
}

static long watch(void)
{
	int fd = inotify_init();
	long ret = C(SYS_inotify_add_watch, fd, in("file"), IN_MODIFY, 0, 0);

	close(fd);
	return ret < 0 ? ret : 0;
}

static struct stat st;
static struct statx stx;
static struct timespec times[2] = {{5, 0}, {6, 0}};
static struct timeval vals[2] = {{5, 0}, {6, 0}};
static uint64_t value[4]; /* struct xattr_args */
static struct open_how how = {.flags = O_RDONLY};

#define CALLS(X)                                                               \
	X(open, opened(C(SYS_open, in("file"), O_RDONLY, 0, 0, 0)))            \
	X(openat, opened(C(SYS_openat, AT, in("link"), O_RDONLY, 0, 0)))       \
	X(openat2,                                                             \
	  opened(C(SYS_openat2, AT, in("file"), &how, sizeof(how), 0)))        \
	X(creat, opened(C(SYS_creat, in("created"), 0600, 0, 0, 0)))           \
	X(stat, C(SYS_stat, in("file"), &st, 0, 0, 0))                         \
	X(lstat, C(SYS_lstat, in("link"), &st, 0, 0, 0))                       \
	X(newfstatat, C(SYS_newfstatat, AT, in("file"), &st, 0, 0))            \
	X(statx, C(SYS_statx, AT, in("file"), 0, STATX_SIZE, &stx))            \
	X(access, C(SYS_access, in("file"), R_OK, 0, 0, 0))                    \
	X(faccessat, C(SYS_faccessat, AT, in("file"), R_OK, 0, 0))             \
	X(faccessat2, C(SYS_faccessat2, AT, in("file"), R_OK, 0, 0))           \
	X(readlink, C(SYS_readlink, in("link"), text, 99, 0, 0))               \
	X(readlinkat, C(SYS_readlinkat, AT, in("link"), text, 99, 0))          \
	X(statfs, C(SYS_statfs, in("file"), buffer, 0, 0, 0))                  \
	X(execve, run(0))                                                      \
	X(execveat, run(1))                                                    \
	X(inotify_add_watch, watch())                                          \
	X(getxattr, C(SYS_getxattr, in("file"), "user.one", buffer, 9, 0))     \
	X(lgetxattr, C(SYS_lgetxattr, in("file"), "user.one", buffer, 9, 0))   \
	X(getxattrat, syscall(464, AT, in("file"), 0, "user.one", value, 16L)) \
	X(listxattr, C(SYS_listxattr, in("file"), buffer, 99, 0, 0))           \
	X(llistxattr, C(SYS_llistxattr, in("file"), buffer, 99, 0, 0))         \
	X(listxattrat, C(465, AT, in("file"), 0, buffer, 99))                  \
	X(file_getattr, C(468, AT, in("file"), buffer, 24, 0))                 \
	X(mkdir, C(SYS_mkdir, in("made1"), 0700, 0, 0, 0))                     \
	X(mkdirat, C(SYS_mkdirat, AT, in("made2"), 0700, 0, 0))                \
	X(mknod, C(SYS_mknod, in("made3"), S_IFIFO | 0600, 0, 0, 0))           \
	X(mknodat, C(SYS_mknodat, AT, in("made4"), S_IFREG | 0600, 0, 0))      \
	X(symlink, C(SYS_symlink, "file", in("made5"), 0, 0, 0))               \
	X(symlinkat, C(SYS_symlinkat, "file", AT, in("made6"), 0, 0))          \
	X(link, C(SYS_link, in("file"), in("made7"), 0, 0, 0))                 \
	X(linkat, C(SYS_linkat, AT, in("link"), AT, in("made8"), 0x400))       \
	X(bind, on_socket(SYS_bind))                                           \
	X(connect, on_socket(SYS_connect))                                     \
	X(sendto, on_socket(SYS_sendto))                                       \
	X(sendmsg, with_message(0))                                            \
	X(sendmmsg, with_message(1))                                           \
	X(truncate, C(SYS_truncate, in("file"), 2, 0, 0, 0))                   \
	X(chmod, C(SYS_chmod, in("file"), 0604, 0, 0, 0))                      \
	X(fchmodat, C(SYS_fchmodat, AT, in("file"), 0605, 0, 0))               \
	X(fchmodat2, C(452, AT, in("file"), 0606, 0, 0))                       \
	X(chown, C(SYS_chown, in("file"), -1, -1, 0, 0))                       \
	X(lchown, C(SYS_lchown, in("link"), -1, -1, 0, 0))                     \
	X(fchownat, C(SYS_fchownat, AT, in("link"), -1, -1, 0))                \
	X(utime, C(SYS_utime, in("file"), &times[0], 0, 0, 0))                 \
	X(utimes, C(SYS_utimes, in("file"), vals, 0, 0, 0))                    \
	X(futimesat, C(SYS_futimesat, AT, in("file"), vals, 0, 0))             \
	X(utimensat, C(SYS_utimensat, AT, in("file"), times, 0, 0))            \
	X(setxattr, C(SYS_setxattr, in("file"), "user.a", "value", 5, 0))      \
	X(lsetxattr, C(SYS_lsetxattr, in("file"), "user.b", "value", 5, 0))    \
	X(setxattrat, syscall(463, AT, in("file"), 0, "user.c", value, 16L))   \
	X(removexattr, C(SYS_removexattr, in("file"), "user.one", 0, 0, 0))    \
	X(lremovexattr, C(SYS_lremovexattr, in("file"), "user.two", 0, 0, 0))  \
	X(removexattrat, C(466, AT, in("file"), 0, "user.three", 0))           \
	X(file_setattr, C(469, AT, in("file"), buffer, 24, 0))                 \
	X(rename, C(SYS_rename, in("old1"), in("new1"), 0, 0, 0))              \
	X(renameat, C(SYS_renameat, AT, in("old2"), AT, in("new2"), 0))        \
	X(renameat2, C(SYS_renameat2, AT, in("old3"), AT, in("new3"), 1))      \
	X(unlink, C(SYS_unlink, in("old4"), 0, 0, 0, 0))                       \
	X(unlinkat, C(SYS_unlinkat, AT, in("old5"), 0, 0, 0))                  \
	X(rmdir, C(SYS_rmdir, in("empty"), 0, 0, 0, 0))                        \
	X(name_to_handle_at,                                                   \
	  (memset(buffer, 0, 8), buffer[0] = 120,                              \
	   C(SYS_name_to_handle_at, AT, in("file"), buffer, &value[2], 0)))    \
	X(chdir, C(SYS_chdir, in("sub"), 0, 0, 0, 0))

static const char *const names[] = {
#define NAME(name, expression) #name,
	CALLS(NAME)};

enum {
#define NUMBER(name, expression) N_##name,
	CALLS(NUMBER)
};

static long do_call(int i)
{
	switch (i) {
#define DO(name, expression)                                                   \
	case N_##name:                                                         \
		return expression;
		CALLS(DO)
	}
	return -1;
}

int main(int argc, char **argv)
{
	int n = sizeof(names) / sizeof(names[0]);

	if (argc < 2)
		return 2;
	dir = argv[1];
	for (int i = 0; i < n; i++) {
		long ret;

		if (strcmp(dir, "list") == 0) {
			puts(names[i]);
			continue;
		}
		if (argc > 2 && strcmp(argv[2], names[i]) != 0)
			continue;
		memset(buffer, 0, sizeof(buffer));
		memset(text, 0, sizeof(text));
		strcpy(buffer + 4096, "value");
		value[0] = (uint64_t)buffer + 4096;
		value[1] = 5;
		ret = do_call(i);
		printf("%s %ld %s\n", names[i], ret,
		       ret < 0 ? strerrorname_np(errno) : text);
		fflush(stdout);
	}
	return 0;
}
