/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Opens the log, writes lines to it, and keeps it through fork and exec. */
#include "base/log.h"

#include <asm/errno.h>
#include <asm/stat.h>
#include <linux/fcntl.h>
#include <linux/stat.h>
#include <linux/time.h>
#include <stdarg.h>

#include "base/nolibc.h"
#include "base/rawcall.h"
#include "base/reserved_fds.h"
#include "base/sink.h"

#define LINE_MAX 1024
#define STATUS_FATAL 125

/* While there is no duplicate, at start; -1: then nothing is written. */
static int log_fd = 2;
static int is_own; /* it was opened here */
static int is_common;

static int is_lost; /* log_fd is the program's now */

/* Which file it is, where the program may close it without our knowing. */
static int unsure;
static unsigned long device, inode;
static enum sink_kind kind = SINK_FILE;

/* Nobody has read what a non-blocking log holds for so long: lines are lost
 * from there on, until it takes one again. */
#define PATIENCE_NS 5000000000ul
static int stalled;

/* Lines that could not be written, and why the last one; a line was cut. */
static unsigned long lost;
static long lost_by;
static int is_cut;

static int named; /* by the user */

static int open_path(const char *spec)
{
	char path[4096];
	const char *p = strchr(spec, '%');
	size_t n = 0;

	while (p && p[1] != 'p')
		p = strchr(p + 1, '%');
	if (p)
		n = nolibc_format(path, sizeof(path), "%.*s%d%s",
				  (int)(p - spec), spec, sys_getpid(), p + 2);
	else
		n = nolibc_format(path, sizeof(path), "%s", spec);
	if (n >= sizeof(path) - 1)
		return -ENAMETOOLONG;
	return sys_open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
}

static int is_users(int fd, const int *ours)
{
	return !(ours && (fd == ours[0] || fd == ours[1])) &&
	       sys_fcntl(fd, F_GETFD, 0) >= 0;
}

static int parse_fd(const char *digits, const int *ours)
{
	int fd = 0;

	if (!*digits)
		return -EINVAL;
	for (; *digits; digits++) {
		if (*digits < '0' || *digits > '9' || fd > 0xfffff)
			return -EINVAL;
		fd = fd * 10 + *digits - '0';
	}
	return is_users(fd, ours) ? fd : -EBADF;
}

/* is_opened: by us; is_one: it is the same file for all processes. */
static void use(int fd, int is_named, int is_opened, int is_one)
{
	log_fd = fd;
	named = is_named;
	is_own = is_opened;
	is_common = is_one;
	if (fd >= 0)
		kind = sink_kind(fd);
}

int log_open(const char *spec, const int *ours)
{
	int own = spec && strncmp(spec, "fd:", 3) != 0;
	int fd = !spec ? 2 : own ? open_path(spec) : parse_fd(spec + 3, ours);

	sink_read_limit();
	if (!spec && !is_users(fd, ours))
		fd = -1; /* started without: the program may get that number */
	else if (fd < 0)
		return fd;
	use(fd, spec != NULL, own, own && !strstr(spec, "%p"));
	return 0;
}

void log_adopt(int fd)
{
	sink_read_limit();
	use(fd, 1, 1, 1);
}

int log_common(void)
{
	int fd = is_common ? reserved_fds_number(RESERVED_FDS_LOG) : -1;

	return fd > 0 ? fd : 0;
}

static void drop(void)
{
	if (is_own)
		sys_close(log_fd);
	log_fd = -1;
}

static int keep_log(void)
{
	int err = reserved_fds_keep_at(RESERVED_FDS_LOG, log_fd);

	if (err)
		log_line("no log from here on: no descriptor is left for it "
			 "(error %d). Remedy: ulimit -n",
			 -err);
	return err;
}

void log_keep(void)
{
	if (log_fd < 0 || !is_own)
		return;
	keep_log();
	drop();
}

int log_shared(void)
{
	return reserved_fds_number(RESERVED_FDS_LOG) < 0 && !is_lost ? log_fd
								     : -1;
}

void log_hold(void)
{
	if (log_shared() >= 0 && keep_log())
		is_lost = 1;
}

void log_share(void)
{
	reserved_fds_adopt(RESERVED_FDS_LOG, -1);
	is_lost = 0;
}

void log_lost(void)
{
	static const char text[] = "zpoline: no log from here on: the program "
				   "needs all "
				   "descriptors that it may have. Remedy: "
				   "ulimit -n\n";

	log_write(text, sizeof(text) - 1);
	is_lost = 1;
}

static int stat_log(struct stat *st)
{
	return (int)SYSCALL(__NR_fstat, log_fd, st, 0, 0, 0, 0);
}

void log_unsure(void)
{
	struct stat st;

	if (log_shared() < 0 || stat_log(&st) != 0)
		return;
	device = st.st_dev;
	inode = st.st_ino;
	unsure = 1;
}

/* Is it still what it was? */
__attribute__((cold, noinline)) static int is_same_log(void)
{
	struct stat st;

	if (stat_log(&st) == 0 && st.st_dev == device && st.st_ino == inode)
		return 1;
	is_lost = 1;
	return 0;
}

void log_drop(void)
{
	reserved_fds_close(RESERVED_FDS_LOG);
	drop();
}

static int descriptor(void)
{
	int fd = reserved_fds_number(RESERVED_FDS_LOG);

	if (fd >= 0)
		return fd;
	if (is_lost || (unsure && !is_same_log()))
		return -1;
	return log_fd;
}

int log_is_apart(void)
{
	struct stat log, out;

	if (named)
		return 1;
	if (SYSCALL(__NR_fstat, descriptor(), &log, 0, 0, 0, 0) != 0)
		return 0;
	return S_ISCHR(log.st_mode) ||
	       SYSCALL(__NR_fstat, 1, &out, 0, 0, 0, 0) != 0 ||
	       log.st_dev != out.st_dev || log.st_ino != out.st_ino;
}

static uint64_t now(void)
{
	struct __kernel_timespec t = {0};

	SYSCALL(__NR_clock_gettime, 1 /* CLOCK_MONOTONIC */, &t, 0, 0, 0, 0);
	return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

/* The program, or who started it, has made the description non-blocking. 0: it
 * takes nothing. */
static int wait_for_reader(int fd, uint64_t *until)
{
	if (stalled)
		return 0;
	if (!*until)
		*until = now() + PATIENCE_NS;
	while (now() < *until)
		if (sink_wait(fd, 100))
			return 1;
	stalled = 1;
	return 0;
}

/* All of it, or as much as can be: returns that. */
static size_t write_all(int fd, const char *bytes, size_t n)
{
	uint64_t until = 0;
	size_t left = n;

	while (left) {
		long done = sink_write(fd, kind, bytes, left);

		if (done > 0) {
			stalled = 0;
			until = 0;
			bytes += done;
			left -= (size_t)done;
		} else if (done == -EAGAIN) {
			lost_by = done;
			if (!wait_for_reader(fd, &until))
				break;
		} else if (done != -EINTR) {
			lost_by = done;
			break;
		}
	}
	return n - left;
}

void (*log_divert)(const char *bytes, size_t n);

static void write_line(int fd, const char *bytes, size_t n)
{
	size_t done = 0;

	if (stalled && !sink_wait(fd, 0)) {
		__atomic_fetch_add(&lost, 1, __ATOMIC_RELAXED);
		return;
	}
	if (is_cut && write_all(fd, "\n", 1) == 1)
		is_cut = 0;
	if (!is_cut)
		done = write_all(fd, bytes, n);
	if (done == n)
		return;
	is_cut |= done > 0;
	__atomic_fetch_add(&lost, 1, __ATOMIC_RELAXED);
}

void log_write(const char *bytes, size_t n)
{
	int fd = descriptor(), locked;

	if (fd < 0)
		return;
	if (kind != SINK_PIPE && kind != SINK_SOCKET) {
		write_line(fd, bytes, n);
		return;
	}
	locked = sink_lock(fd);
	write_line(fd, bytes, n);
	sink_unlock(fd, locked);
}

void log_lose(void)
{
	lost_by = -ENOMEM;
	__atomic_fetch_add(&lost, 1, __ATOMIC_RELAXED);
}

static const char *why_lost(void)
{
	switch (lost_by) {
	case -EAGAIN:
		return "nobody has read it in time";
	case -ENOMEM:
		return "there was no memory for them";
	default:
		return "it could not be written";
	}
}

void log_end(void)
{
	unsigned long n = __atomic_exchange_n(&lost, 0, __ATOMIC_RELAXED);

	if (n && lost_by != -EPIPE) /* then nobody reads this either */
		log_line("%lu lines of this log were lost: %s (error %d)", n,
			 why_lost(), (int)-lost_by);
}

void log_after_fork(void)
{
	lost = 0;
	sink_after_fork();
}

static size_t line(char *buf, const char *format, va_list args)
{
	size_t n = nolibc_format(buf, LINE_MAX, "zpoline: ");

	n += nolibc_vformat(buf + n, LINE_MAX - n - 1, format, args);
	buf[n++] = '\n';
	return n;
}

void log_line(const char *format, ...)
{
	char buf[LINE_MAX];
	va_list args;

	va_start(args, format);
	log_write(buf, line(buf, format, args));
	va_end(args);
}

void log_fatal(const char *format, ...)
{
	char buf[LINE_MAX];
	va_list args;

	va_start(args, format);
	sys_write(2, buf, line(buf, format, args));
	va_end(args);
	sys_exit_group(STATUS_FATAL);
}

static const char *child; /* its name */

void log_as_child(const char *program)
{
	child = program;
}

void log_refuse(const char *without, const char *format, ...)
{
	char text[LINE_MAX];
	va_list args;

	va_start(args, format);
	nolibc_vformat(text, sizeof(text), format, args);
	va_end(args);
	if (!child)
		log_fatal("%s", text);
	log_line("%s: %s: %s", child, without, text);
}
