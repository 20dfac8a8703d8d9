/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "log.h"

#include <asm/stat.h>
#include <linux/fcntl.h>
#include <linux/poll.h>
#include <linux/stat.h>
#include <stdarg.h>

#include "own_fds.h"
#include "syscall.h"
#include "text.h"

#define LINE_MAX 1024
#define STATUS_FATAL 125

/* Unless there is one of our own. */
static int log_fd = 2;

/* It is a pipe, a socket or a terminal, which somebody reads. */
static int has_reader;

static int named; /* by the user */

static int open_path(const char *spec)
{
	char path[4096];
	const char *p = strchr(spec, '%');
	size_t n = 0;

	while (p && p[1] != 'p')
		p = strchr(p + 1, '%');
	if (p)
		n = text_format(path, sizeof(path), "%.*s%d%s", (int)(p - spec),
				spec, sys_getpid(), p + 2);
	else
		n = text_format(path, sizeof(path), "%s", spec);
	if (n >= sizeof(path) - 1)
		return -36; /* ENAMETOOLONG */
	return sys_open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
}

static int parse_fd(const char *digits)
{
	int fd = 0;

	if (!*digits)
		return -22; /* EINVAL */
	for (; *digits; digits++) {
		if (*digits < '0' || *digits > '9' || fd > 0xfffff)
			return -22;
		fd = fd * 10 + *digits - '0';
	}
	return sys_fcntl(fd, F_GETFD, 0) < 0 ? -9 : fd;
}

int log_open(const char *spec, int lasting)
{
	int own = spec && strncmp(spec, "fd:", 3) != 0;
	int fd = !spec ? 2 : own ? open_path(spec) : parse_fd(spec + 3);

	if (fd < 0)
		return fd;
	log_fd = fd;
	named = spec != NULL;
	has_reader = sys_lseek(fd, 0, 1) == -29; /* ESPIPE */
	if (!lasting)
		return 0;
	if (own_fds_keep_at(OWN_FDS_LOG, fd) == 0) {
		if (own) {
			sys_close(fd);
			log_fd = -1;
		}
	} else if (own) {
		own_fds_adopt(OWN_FDS_LOG, fd);
	}
	return 0;
}

static int descriptor(void)
{
	int fd = own_fds_number(OWN_FDS_LOG);

	return fd >= 0 ? fd : log_fd;
}

void log_close(void)
{
	own_fds_close(OWN_FDS_LOG);
	log_fd = -1;
	named = has_reader = 0;
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

void log_filtered(void)
{
	has_reader = 0;
}

/* Whoever read the log may have gone: a write would be SIGPIPE for a program
 * that did not write. */
static int is_read(void)
{
	struct pollfd p = {.fd = descriptor()};

	return sys_poll(&p, 1, 0) <= 0 || !(p.revents & (POLLERR | POLLHUP));
}

void log_write(const char *bytes, size_t n)
{
	if (has_reader && !is_read())
		return;
	while (n) {
		long done = sys_write(descriptor(), bytes, n);

		if (done == -4) /* EINTR */
			continue;
		if (done <= 0)
			return;
		bytes += done;
		n -= (size_t)done;
	}
}

static size_t line(char *buf, const char *format, va_list args)
{
	size_t n = text_format(buf, LINE_MAX, "zpoline: ");

	n += text_vformat(buf + n, LINE_MAX - n - 1, format, args);
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
	text_vformat(text, sizeof(text), format, args);
	va_end(args);
	if (!child)
		log_fatal("%s", text);
	log_line("%s: %s: %s", child, without, text);
}
