/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "log.h"

#include <linux/fcntl.h>
#include <stdarg.h>

#include "syscall.h"
#include "text.h"

/* Where programs do not look for descriptors, and still in the smallest
 * descriptor table that a kernel grows to. */
#define PRIVATE_FD 1000

#define LINE_MAX 1024
#define STATUS_FATAL 125

#ifndef F_DUPFD_CLOEXEC
#define F_DUPFD_CLOEXEC 1030
#endif

static int log_fd = 2;
static int private_fd = -1;

/* A duplicate as high as the limit on descriptors lets it be. */
static int duplicate(int fd)
{
	int copy = -1;

	for (int least = PRIVATE_FD; copy < 0 && least >= 10; least /= 2)
		copy = sys_fcntl(fd, F_DUPFD_CLOEXEC, least);
	return copy;
}

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
	if (!lasting)
		return 0;
	private_fd = duplicate(fd);
	if (private_fd >= 0)
		log_fd = private_fd;
	else if (own)
		private_fd = fd;
	if (own && log_fd != fd)
		sys_close(fd);
	return 0;
}

int log_descriptor(void)
{
	return private_fd;
}

void log_move(void)
{
	int copy = duplicate(private_fd);

	if (copy >= 0)
		log_fd = private_fd = copy;
}

void log_use(int fd)
{
	if (fd >= 0)
		log_fd = private_fd = fd;
}

void log_write(const char *bytes, size_t n)
{
	while (n) {
		long done = sys_write(log_fd, bytes, n);

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
