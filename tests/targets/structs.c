/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Calls with flags and structs, each once or in a few ways, mostly failing or
 * without effect: what zp.format shows of them is compared with strace. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <linux/close_range.h>
#include <linux/futex.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/timerfd.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <sys/xattr.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#define call(name, ...) syscall(SYS_##name, ##__VA_ARGS__)

static const char nowhere[] = "/nonexistent/file";

static void files(void)
{
	struct stat st;
	struct statx sx;
	char buf[256] = "";
	struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
	struct timespec times[2] = {{1, 2}, {0, UTIME_NOW}};
	struct timespec omit[2] = {{0, UTIME_OMIT}, {7, 8}};
	struct timeval old_times[2] = {{1, 2}, {3, 4}};
	struct iovec iov[3] = {{"abc", 3}, {NULL, 0}, {"a\001\0012\n", 5}};
	struct iovec in[2] = {{buf, 4}, {buf + 4, 100}};
	off_t from = 1, to = 2;
	int fd = open("file", O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0640);
	int other, null = open("/dev/null", O_RDWR | O_NONBLOCK | O_APPEND);

	call(writev, fd, iov, 3L);
	call(pwritev, fd, iov, 3L, 100L, 0L);
	call(pwritev2, fd, iov, 1L, -1L, -1L, RWF_DSYNC);
	call(preadv, fd, in, 2L, 0L, 0L);
	call(preadv2, fd, in, 2L, 0L, 0L, RWF_HIPRI);
	call(lseek, fd, 0L, SEEK_SET);
	call(lseek, fd, -3L, SEEK_END);
	call(lseek, fd, 0L, SEEK_DATA);
	call(readv, fd, in, 2L);
	call(pread64, fd, buf, 3L, 1L);
	call(pwrite64, fd, "\"q\\\t\v\f\r\033\177\377", 10L, 9L);
	call(write, fd, "0123456789012345678901234567890123456789", 40L);
	call(write, fd, "01234567890123456789012345678901", 32L);
	call(write, fd, NULL, 3L);
	call(write, fd, "", 0L);
	call(open, nowhere, O_CREAT | O_WRONLY, 07);
	call(open, nowhere, O_WRONLY | O_DIRECTORY | O_NOFOLLOW, 0);
	call(open, NULL, O_RDONLY);
	call(openat, AT_FDCWD, ".", O_TMPFILE | O_RDWR, 0600);
	call(openat, -100000, "x", O_PATH | O_SYNC, 0600);
	call(creat, nowhere, 0644);
	uint64_t how[3] = {O_RDONLY | O_CLOEXEC, 0, 8};
	call(openat2, AT_FDCWD, nowhere, how, 24L);
	uint64_t made[3] = {O_RDWR | O_CREAT, 0600, 0};
	call(openat2, AT_FDCWD, nowhere, made, 24L);
	call(stat, ".", &st);
	call(stat, "/dev/null", &st);
	call(stat, nowhere, &st);
	call(lstat, "/proc/self/exe", &st);
	call(fstat, fd, &st);
	call(newfstatat, AT_FDCWD, "/tmp", &st, AT_SYMLINK_NOFOLLOW);
	call(newfstatat, fd, "", &st, AT_EMPTY_PATH);
	call(statx, AT_FDCWD, "file", AT_STATX_SYNC_AS_STAT, STATX_ALL, &sx);
	call(statx, AT_FDCWD, "/dev/null",
	     AT_STATX_DONT_SYNC | AT_SYMLINK_NOFOLLOW, STATX_MODE, &sx);
	call(statfs, "/proc", buf);
	call(statfs, "/dev", buf);
	call(fstatfs, fd, buf);
	call(statfs, nowhere, buf);
	call(access, "file", R_OK | W_OK);
	call(access, "file", F_OK);
	call(faccessat, AT_FDCWD, "file", X_OK);
	call(faccessat2, AT_FDCWD, "file", R_OK, AT_EACCESS);
	call(chmod, "file", 04755);
	call(stat, "file", &st);
	call(fchmod, fd, 0);
	call(fchmodat, AT_FDCWD, "file", 0600);
	call(chown, "file", -1, -1);
	call(fchown, fd, 0, -1);
	call(lchown, nowhere, 1, 2);
	call(fchownat, AT_FDCWD, "file", -1, -1, AT_SYMLINK_NOFOLLOW);
	call(umask, 027);
	call(umask, 022);
	call(mkdir, "dir", 0755);
	call(mkdirat, AT_FDCWD, nowhere, 0700);
	call(mknod, nowhere, S_IFIFO | 0600, 0);
	call(mknod, nowhere, S_IFCHR | 0600, 0x103);
	call(mknodat, AT_FDCWD, nowhere, S_IFBLK | 0600, 0x801);
	call(link, "file", "hard");
	call(linkat, AT_FDCWD, "file", AT_FDCWD, "hard", AT_SYMLINK_FOLLOW);
	call(symlink, "file", "soft");
	call(symlinkat, "file", AT_FDCWD, "soft2");
	call(readlink, "soft", buf, 255L);
	call(readlink, "file", buf, 255L);
	call(readlinkat, AT_FDCWD, "soft", buf, 2L);
	call(rename, "soft", "softer");
	call(renameat, AT_FDCWD, "softer", AT_FDCWD, "softest");
	call(renameat2, AT_FDCWD, nowhere, AT_FDCWD, nowhere, RENAME_NOREPLACE);
	call(unlink, "softest");
	call(unlink, nowhere);
	call(unlinkat, AT_FDCWD, "soft2", 0);
	call(unlinkat, AT_FDCWD, "dir", AT_REMOVEDIR);
	call(rmdir, nowhere);
	call(truncate, "file", 1000L);
	call(ftruncate, fd, 2000L);
	call(fallocate, fd, FALLOC_FL_KEEP_SIZE, 0L, 100L);
	call(fadvise64, fd, 0L, 0L, POSIX_FADV_SEQUENTIAL);
	call(fsync, -1);
	call(fdatasync, -1);
	call(syncfs, -1);
	call(flock, fd, LOCK_EX | LOCK_NB);
	call(flock, fd, LOCK_UN);
	call(utimensat, AT_FDCWD, "file", times, 0);
	call(utimensat, AT_FDCWD, "file", omit, AT_SYMLINK_NOFOLLOW);
	call(utimensat, fd, NULL, NULL, 0);
	call(utimes, "file", old_times);
	call(fcntl, fd, F_GETFL);
	call(fcntl, null, F_GETFL);
	call(fcntl, null, F_SETFL, O_RDWR | O_NONBLOCK);
	call(fcntl, null, F_SETFL, 0);
	call(fcntl, fd, F_GETFD);
	call(fcntl, fd, F_SETFD, 0);
	call(fcntl, fd, F_GETFD);
	call(fcntl, fd, F_SETFD, FD_CLOEXEC);
	call(fcntl, fd, F_SETLK, &lock);
	call(fcntl, fd, F_GETLK, &lock);
	call(fcntl, fd, F_OFD_SETLK, &lock);
	call(fcntl, fd, F_GETOWN);
	call(fcntl, fd, F_SETOWN, 1);
	call(fcntl, fd, F_GETPIPE_SZ);
	call(fcntl, fd, F_GETLEASE);
	call(fcntl, fd, F_GET_SEALS);
	other = (int)call(fcntl, fd, F_DUPFD_CLOEXEC, 20);
	call(close, other);
	call(dup, -1);
	call(dup2, -1, 3);
	call(dup3, -1, 3, O_CLOEXEC);
	call(dup3, -1, 3, 0);
	call(pipe2, NULL, O_CLOEXEC | O_NONBLOCK);
	call(sendfile, null, fd, NULL, 4L);
	call(sendfile, null, fd, &from, 4L);
	call(copy_file_range, fd, &from, fd, &to, 4L, 0);
	call(copy_file_range, -1, NULL, -1, NULL, 4L, 0);
	call(splice, fd, NULL, null, NULL, 4L, SPLICE_F_MOVE);
	call(tee, -1, -1, 4L, SPLICE_F_NONBLOCK);
	other = (int)call(open, "/dev", O_RDONLY | O_DIRECTORY);
	call(getdents64, other, buf, 200L);
	call(getdents64, -1, buf, 200L);
	call(getcwd, buf, 255L);
	call(getcwd, buf, 1L);
	call(chdir, nowhere);
	call(fchdir, -1);
	call(chroot, nowhere);
	call(inotify_init1, 0xff);
	call(inotify_add_watch, -1, "file", IN_CREATE | IN_DELETE);
	call(inotify_rm_watch, -1, 3);
	call(mount, "src", nowhere, "tmpfs", MS_RDONLY | MS_NOSUID, "size=1");
	call(mount, NULL, nowhere, NULL, MS_BIND, NULL);
	call(umount2, nowhere, MNT_DETACH);
	call(getxattr, "file", "user.none", buf, 100L);
	call(setxattr, nowhere, "user.a", "value", 5L, XATTR_CREATE);
	call(fgetxattr, fd, "user.none", NULL, 0L);
	call(listxattr, "file", buf, 100L);
	call(removexattr, nowhere, "user.a");
	call(memfd_create, "name", 0xffu);
	call(close_range, 2u, 1u, CLOSE_RANGE_CLOEXEC);
	call(sync_file_range, fd, 0L, 0L, 2);
	call(readahead, fd, 0L, 100L);
	call(close, other);
	call(close, null);
	call(close, fd);
}

static void memory(void)
{
	unsigned char resident[4];
	char *p = mmap(NULL, 16384, PROT_READ | PROT_WRITE,
		       MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	call(mprotect, p, 4096L, PROT_READ);
	call(mprotect, p, 4096L, PROT_NONE);
	call(madvise, p, 8192L, MADV_DONTNEED);
	call(madvise, p, 8192L, MADV_WILLNEED);
	call(msync, p, 4096L, MS_ASYNC | MS_INVALIDATE);
	call(mincore, p, 16384L, resident);
	call(mlock, p, 4096L);
	call(mlock2, p, 4096L, 1);
	call(munlock, p, 4096L);
	call(mlockall, 0);
	call(munlockall);
	call(mremap, p, 16384L, 8192L, 0);
	call(mremap, p, 8192L, 8192L, MREMAP_MAYMOVE | MREMAP_FIXED, 1L);
	call(mmap, p, 4096L, PROT_READ, MAP_SHARED | MAP_FIXED, -1, 0L);
	call(mmap, NULL, 4096L, PROT_READ | PROT_EXEC,
	     MAP_PRIVATE | MAP_DENYWRITE | MAP_POPULATE, -1, 0x3000L);
	call(mmap, NULL, 4096L, PROT_READ,
	     MAP_PRIVATE | MAP_ANONYMOUS | MAP_HUGETLB | 21 << 26, -1, 0L);
	call(munmap, p, 8192L);
	call(munmap, 1L, 8192L);
	call(brk, NULL);
	call(pkey_mprotect, 1L, 4096L, PROT_READ, -1);
}

static void inet(void)
{
	struct sockaddr_in a = {.sin_family = AF_INET, .sin_port = htons(53)};
	struct sockaddr_in6 b = {.sin6_family = AF_INET6,
				 .sin6_port = htons(1)};
	struct sockaddr_storage got;
	struct linger linger = {1, 2};
	struct timeval timeout = {1, 5000};
	struct ucred cred;
	socklen_t len = sizeof(got);
	int on = 1, s, t;
	static const char *const addresses[] = {
		"::1",	 "::",	       "fe80::1:2",	  "1:2:3:4:5:6:7:8",
		"1::8",	 "::1.2.3.4",  "::ffff:1.2.3.4",  "1:0:0:2:0:0:0:3",
		"1:2::", "0:1:2:3::7", "2001:db8::1:0:1",
	};

	s = (int)call(socket, AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	inet_pton(AF_INET, "127.0.0.1", &a.sin_addr);
	call(setsockopt, s, SOL_SOCKET, SO_REUSEADDR, &on, 4);
	call(setsockopt, s, SOL_SOCKET, SO_LINGER, &linger, 8);
	call(setsockopt, s, SOL_SOCKET, SO_RCVTIMEO, &timeout, 16);
	call(setsockopt, s, SOL_SOCKET, SO_BINDTODEVICE, "lo", 2);
	call(setsockopt, s, SOL_TCP, TCP_NODELAY, &on, 4);
	call(setsockopt, s, SOL_TCP, TCP_CONGESTION, "none", 4);
	call(setsockopt, s, SOL_IP, IP_TOS, &on, 4);
	call(setsockopt, s, SOL_IP, IP_TTL, NULL, 0);
	call(getsockopt, s, SOL_SOCKET, SO_ERROR, &on, &len);
	len = 4;
	call(getsockopt, s, SOL_SOCKET, SO_TYPE, &on, &len);
	call(getsockopt, s, SOL_SOCKET, 9999, &on, &len);
	len = 8;
	call(getsockopt, s, SOL_SOCKET, SO_LINGER, &linger, &len);
	a.sin_port = 0;
	call(bind, s, &a, sizeof(a));
	call(listen, s, 5);
	len = sizeof(got);
	call(getsockname, s, &got, &len);
	call(getpeername, s, &got, &len);
	t = (int)call(socket, AF_INET, SOCK_STREAM | SOCK_NONBLOCK,
		      IPPROTO_TCP);
	a.sin_port = htons(9);
	call(connect, t, &a, sizeof(a));
	len = 4;
	call(getsockopt, t, SOL_SOCKET, SO_ERROR, &on, &len);
	call(accept4, t, &got, &len, SOCK_CLOEXEC);
	call(shutdown, t, SHUT_WR);
	call(close, s);
	call(close, t);
	s = (int)call(socket, AF_INET6, SOCK_DGRAM, IPPROTO_UDP);
	for (size_t i = 0; i < sizeof(addresses) / sizeof(addresses[0]); i++) {
		inet_pton(AF_INET6, addresses[i], &b.sin6_addr);
		b.sin6_flowinfo = htonl((uint32_t)i);
		call(bind, -1, &b, sizeof(b));
	}
	on = 1;
	call(setsockopt, s, SOL_IPV6, IPV6_V6ONLY, &on, 4);
	call(sendto, -1, "hello", 5L, MSG_NOSIGNAL | MSG_DONTWAIT, &b,
	     sizeof(b));
	call(close, s);
	len = sizeof(cred);
	call(getsockopt, -1, SOL_SOCKET, SO_PEERCRED, &cred, &len);
}

static void local(void)
{
	struct sockaddr_un a = {.sun_family = AF_UNIX, .sun_path = "/x/sock"};
	struct sockaddr_un b = {.sun_family = AF_UNIX, .sun_path = "\0name"};
	struct sockaddr nl = {.sa_family = AF_NETLINK};
	struct sockaddr odd = {.sa_family = 44, .sa_data = "abc"};
	char control[CMSG_SPACE(4)] = "", buf[64];
	struct iovec iov = {"data", 4}, in = {buf, 64};
	struct msghdr out = {.msg_iov = &iov,
			     .msg_iovlen = 1,
			     .msg_control = control,
			     .msg_controllen = sizeof(control)};
	struct msghdr msg = {.msg_iov = &in,
			     .msg_iovlen = 1,
			     .msg_name = &a,
			     .msg_namelen = sizeof(a),
			     .msg_control = control,
			     .msg_controllen = sizeof(control)};
	struct cmsghdr *c = CMSG_FIRSTHDR(&out);
	struct mmsghdr many[2] = {
		{.msg_hdr = {.msg_iov = &iov, .msg_iovlen = 1}},
		{.msg_hdr = {.msg_iov = &iov, .msg_iovlen = 1}}};
	struct ucred cred;
	socklen_t len = sizeof(cred);
	int s[2];

	*c = (struct cmsghdr){CMSG_LEN(4), SOL_SOCKET, SCM_RIGHTS};
	call(connect, -1, &a, sizeof(a));
	call(connect, -1, &a, 5);
	call(connect, -1, &b, 7);
	call(connect, -1, &nl, 12);
	call(connect, -1, &odd, 8);
	call(connect, -1, NULL, 8);
	call(socketpair, AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, s);
	call(getsockopt, s[0], SOL_SOCKET, SO_PEERCRED, &cred, &len);
	call(sendmsg, s[0], &out, MSG_NOSIGNAL);
	call(recvmsg, s[1], &msg, MSG_CMSG_CLOEXEC);
	call(recvmsg, s[1], &msg, MSG_DONTWAIT);
	call(sendmmsg, s[0], many, 2u, 0);
	call(recvfrom, s[1], buf, 64L, MSG_PEEK, NULL, NULL);
	call(recvmmsg, s[1], many, 1u, MSG_DONTWAIT, NULL);
	len = sizeof(a);
	call(recvfrom, s[1], buf, 64L, 0, &a, &len);
	call(recvfrom, s[1], buf, 64L, MSG_DONTWAIT, NULL, NULL);
	len = sizeof(a);
	call(getsockname, s[1], &a, &len);
	call(sendto, s[0], "x", 1L, 0, NULL, 0);
	call(close, s[0]);
	call(close, s[1]);
	call(socket, AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, 99);
	call(socket, AF_UNIX, SOCK_DGRAM, 5);
	call(accept, -1, NULL, NULL);
}

static void waiting(void)
{
	int p[2], ep = epoll_create1(EPOLL_CLOEXEC), fd;
	struct pollfd fds[3] = {{.events = POLLIN | POLLPRI},
				{.events = POLLOUT},
				{.fd = -1, .events = POLLIN}};
	struct epoll_event e = {EPOLLIN | EPOLLET, {.u64 = 0x123456789a}};
	struct epoll_event got[4];
	struct timespec none = {0, 1000}, second = {1, 0};
	struct timeval zero = {0, 100};
	fd_set in, out;
	sigset_t mask;
	struct {
		const sigset_t *set;
		size_t size;
	} sized = {&mask, 8};
	struct itimerspec timer = {{0, 1}, {100, 2}}, old;
	uint64_t n = 0;

	sigemptyset(&mask);
	sigaddset(&mask, SIGCHLD);
	call(pipe, p);
	fds[0].fd = p[0];
	fds[1].fd = p[1];
	call(poll, fds, 1u, 0);
	call(poll, fds, 3u, 10);
	call(poll, NULL, 0u, 0);
	call(ppoll, fds, 2u, &second, &mask, 8L);
	call(ppoll, fds, 1u, &none, NULL, 8L);
	FD_ZERO(&in);
	FD_ZERO(&out);
	FD_SET(p[0], &in);
	FD_SET(p[1], &out);
	call(select, p[1] + 1, &in, &out, NULL, NULL);
	FD_SET(p[0], &in);
	call(select, p[0] + 1, &in, NULL, NULL, &zero);
	FD_SET(p[0], &in);
	call(pselect6, p[1] + 1, &in, &out, NULL, &second, &sized);
	call(pselect6, 0, NULL, NULL, NULL, &none, NULL);
	call(epoll_ctl, ep, EPOLL_CTL_ADD, p[0], &e);
	call(epoll_ctl, ep, EPOLL_CTL_MOD, p[0], &e);
	call(write, p[1], "x", 1L);
	call(epoll_wait, ep, got, 4, 100);
	call(epoll_pwait, ep, got, 4, 0, &mask, 8L);
	call(epoll_pwait2, ep, got, 4, &none, NULL, 8L);
	call(epoll_ctl, ep, EPOLL_CTL_DEL, p[0], NULL);
	call(epoll_create, 1);
	fd = (int)call(eventfd2, 3u, EFD_CLOEXEC | EFD_NONBLOCK);
	call(read, fd, &n, 8L);
	call(read, fd, &n, 8L);
	call(close, fd);
	fd = (int)call(timerfd_create, CLOCK_MONOTONIC, TFD_NONBLOCK);
	call(timerfd_settime, fd, 0, &timer, &old);
	call(timerfd_settime, fd, TFD_TIMER_ABSTIME, &timer, NULL);
	call(timerfd_gettime, fd, &old);
	call(ioctl, p[0], FIONREAD, &fd);
	call(ioctl, p[0], FIONBIO, &fd);
	call(ioctl, p[0], FIOCLEX);
	call(ioctl, p[0], TCGETS, &n);
	call(ioctl, p[0], TIOCGWINSZ, &n);
	call(ioctl, p[0], 0x12345678, 7L);
	call(ioctl, -1, TIOCSCTTY, 0);
	call(ioctl, -1, TCSETSW, NULL);
	call(close, p[0]);
	call(close, p[1]);
}

static void times(void)
{
	struct timespec t = {0, 1000}, rest;
	struct timeval v;
	struct timezone z;
	struct itimerval i = {{0, 0}, {100, 1}}, old;
	long ticks[4];
	timer_t timer;
	struct sigevent e = {.sigev_notify = SIGEV_SIGNAL,
			     .sigev_signo = SIGUSR1};
	int id = 0;

	call(nanosleep, &t, NULL);
	call(nanosleep, &t, &rest);
	call(clock_nanosleep, CLOCK_MONOTONIC, TIMER_ABSTIME, &t, NULL);
	call(clock_nanosleep, CLOCK_REALTIME, 0, &t, &rest);
	call(clock_gettime, CLOCK_BOOTTIME, &t);
	call(clock_gettime, 99, &t);
	call(clock_getres, CLOCK_MONOTONIC, &t);
	call(gettimeofday, &v, &z);
	call(gettimeofday, &v, NULL);
	call(time, NULL);
	call(time, ticks);
	call(times, ticks);
	call(setitimer, ITIMER_REAL, &i, &old);
	call(getitimer, ITIMER_REAL, &old);
	i = (struct itimerval){0};
	call(setitimer, ITIMER_REAL, &i, NULL);
	call(alarm, 0u);
	call(timer_create, CLOCK_REALTIME, &e, &timer);
	(void)id;
}

static void tasks(void)
{
	int status, word = 1, other = 2;
	struct rusage usage;
	struct rlimit limit;
	siginfo_t info;
	pid_t child;
	unsigned long mask[16];
	char buf[512];
	struct timespec t = {0, 1000};
	struct {
		uint32_t version;
		int pid;
	} header = {_LINUX_CAPABILITY_VERSION_3, 0};
	uint32_t data[6];
	uint32_t ids[3];
	struct sched_param param = {0};

	child = fork();
	if (child == 0)
		_exit(7);
	call(wait4, child, &status, 0, &usage);
	child = fork();
	if (child == 0)
		kill(getpid(), SIGKILL);
	call(wait4, -1, &status, WUNTRACED, NULL);
	call(wait4, -1, &status, WNOHANG | __WALL, &usage);
	child = fork();
	if (child == 0)
		_exit(3);
	call(waitid, P_PID, child, &info, WEXITED | WNOWAIT, NULL);
	call(waitid, P_ALL, 0, &info, WEXITED, &usage);
	call(waitid, P_ALL, 0, &info, WEXITED, NULL);
	call(futex, &word, FUTEX_WAKE | FUTEX_PRIVATE_FLAG, 1);
	call(futex, &word, FUTEX_WAIT | FUTEX_PRIVATE_FLAG, 5, NULL);
	call(futex, &word, FUTEX_WAIT, 1, &t);
	call(futex, &word,
	     FUTEX_WAIT_BITSET | FUTEX_PRIVATE_FLAG | FUTEX_CLOCK_REALTIME, 1,
	     &t, NULL, -1);
	call(futex, &word, FUTEX_WAKE_BITSET, 1, NULL, NULL, 3);
	call(futex, &word, FUTEX_REQUEUE, 1, 2L, &other);
	call(futex, &word, FUTEX_CMP_REQUEUE, 1, 2L, &other, 1);
	call(futex, &word, FUTEX_WAKE_OP, 1, 1L, &other, 0x04000001);
	call(futex, &word, FUTEX_UNLOCK_PI | FUTEX_PRIVATE_FLAG, 0, NULL);
	call(futex, &word, FUTEX_TRYLOCK_PI, 0, NULL);
	call(getrlimit, RLIMIT_STACK, &limit);
	call(setrlimit, RLIMIT_CORE, &limit);
	call(prlimit64, 0, RLIMIT_NOFILE, NULL, &limit);
	call(prlimit64, 0, RLIMIT_NOFILE, &limit, &limit);
	call(prlimit64, -1, 99, &limit, NULL);
	call(getrusage, RUSAGE_SELF, &usage);
	call(getrusage, RUSAGE_CHILDREN, &usage);
	call(getpriority, PRIO_PROCESS, 0);
	call(setpriority, PRIO_PROCESS, 0, 0);
	call(sched_getaffinity, 0, sizeof(mask), mask);
	mask[0] = 3;
	call(sched_setaffinity, -1, 8L, mask);
	call(sched_getscheduler, 0);
	call(sched_setscheduler, -1, SCHED_FIFO, &param);
	call(sched_getparam, 0, &param);
	call(sched_get_priority_max, SCHED_RR);
	call(sched_yield);
	call(prctl, PR_SET_NAME, "structs");
	call(prctl, PR_GET_NAME, buf);
	call(prctl, PR_SET_PDEATHSIG, SIGTERM);
	call(prctl, PR_GET_PDEATHSIG, buf);
	call(prctl, PR_SET_PDEATHSIG, 0);
	call(prctl, PR_CAPBSET_READ, CAP_CHOWN);
	call(prctl, PR_SET_NO_NEW_PRIVS, 1L, 1L, 0L, 0L);
	call(prctl, PR_SET_DUMPABLE, 1L);
	call(prctl, PR_GET_DUMPABLE);
	call(prctl, 999, 1L, 2L, 3L, 4L);
	call(arch_prctl, 0x1003, buf);
	call(uname, buf);
	call(sysinfo, buf);
	call(getcpu, &word, NULL, NULL);
	call(membarrier, 0, 0);
	call(getrandom, buf, 0L, GRND_NONBLOCK);
	call(getrandom, NULL, 8L, GRND_RANDOM);
	call(capget, &header, data);
	call(capget, &header, NULL);
	call(getresuid, &ids[0], &ids[1], &ids[2]);
	call(getresgid, &ids[0], &ids[1], &ids[2]);
	call(getgroups, 0, NULL);
	call(getgroups, 64, buf);
	call(setreuid, -1, -1);
	call(setresuid, -1, -1, -1);
	call(setpgid, -1, 0);
	call(getpgid, 0);
	call(getsid, 0);
	call(getuid);
	call(personality, 0xffffffffu);
	call(unshare, 0x80000);
	call(setns, -1, CLONE_NEWNET);
	call(kill, -100000, SIGTERM);
	call(kill, 0x3fffffff, 0);
	call(tgkill, 0x3fffffff, 0x3fffffff, SIGUSR1);
	call(tkill, 0x3fffffff, 34);
	call(pidfd_open, 0x3fffffff, 0);
	call(pidfd_send_signal, -1, SIGINT, NULL, 0);
	call(set_robust_list, NULL, 1L);
	call(rseq, NULL, 32, 0, 0x53053053);
	call(execve, nowhere, (char *[]){"a", "b\n", NULL},
	     (char *[]){"A=1", NULL});
	call(execve, nowhere, NULL, NULL);
	call(clone3, buf, 0L);
	call(acct, nowhere);
	call(sethostname, NULL, 1L);
}

int main(void)
{
	files();
	memory();
	inet();
	local();
	waiting();
	times();
	tasks();
	return 0;
}
