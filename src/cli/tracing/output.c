/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Writes trace lines. */
#include "cli/tracing/output.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/common/message.h"
#include "tables/ring_file.h"

#define DUE (256 * 1024)
#define ROOM 4096

/* How often, in milliseconds, the lock on a pipe is asked for while the pipe
 * takes bytes: its holder is stopped. */
#define LOOKS 1000

/* Nobody has read what a descriptor that does not block holds for so long. */
#define PATIENCE_MS 5000

struct output {
	int fd;	       /* -1: nothing can be written */
	int is_shared; /* others write lines to it too: a pipe or socket */
	char *text;
	size_t size, room;
	struct output *next;
};

static struct output *outputs;
static const char *pattern; /* of names; NULL: there is one file */
static size_t gathered;
static int failure;

static struct output *add_output(int fd)
{
	struct output *out = message_alloc(NULL, sizeof(*out));

	struct stat st;

	*out = (struct output){.fd = fd, .next = outputs};
	if (fstat(fd, &st) == 0)
		out->is_shared = S_ISFIFO(st.st_mode) || S_ISSOCK(st.st_mode);
	outputs = out;
	return out;
}

void output_to(int fd)
{
	add_output(fd);
}

void output_to_files(const char *name)
{
	pattern = name;
}

struct output *output_of(int pid)
{
	const char *p;
	char *name;
	int fd;

	if (!pattern)
		return outputs;
	p = strstr(pattern, "%p");
	name = message_format("%.*s%d%s", (int)(p - pattern), pattern, pid,
			      p + 2);
	fd = open(name, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
	if (fd < 0)
		failure = errno;
	free(name);
	return add_output(fd);
}

static int wait_for_output(int fd, int milliseconds)
{
	struct pollfd p = {.fd = fd, .events = POLLOUT};

	return poll(&p, 1, milliseconds) > 0;
}

static int set_lock(int fd, short type)
{
	struct flock lock = {.l_type = type,
			     .l_whence = SEEK_SET,
			     .l_start = RING_LOCKED_BYTE,
			     .l_len = 1};

	return fcntl(fd, F_SETLK, &lock);
}

/* As sink_lock() of the library. */
static void lock_output(int fd)
{
	int looks = LOOKS;

	while (set_lock(fd, F_WRLCK) != 0 &&
	       (errno == EAGAIN || errno == EACCES) && looks > 0) {
		usleep(1000);
		looks -= wait_for_output(fd, 0);
	}
}

static void write_text(struct output *out)
{
	size_t done = 0;

	if (!out->size)
		return;
	if (out->is_shared)
		lock_output(out->fd);
	while (out->fd >= 0 && done < out->size) {
		ssize_t n = write(out->fd, out->text + done, out->size - done);

		if (n > 0) {
			done += (size_t)n;
			continue;
		}
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0 && errno == EAGAIN &&
		    wait_for_output(out->fd, PATIENCE_MS))
			continue;
		failure = errno;
		break;
	}
	if (out->is_shared)
		set_lock(out->fd, F_UNLCK);
	out->size = 0;
}

int output_add(struct output *out, const char *text, size_t n)
{
	if (out->room - out->size < n) {
		out->room = (out->size + n) * 2 + ROOM;
		out->text = message_alloc(out->text, out->room);
	}
	memcpy(out->text + out->size, text, n);
	out->size += n;
	gathered += n;
	return gathered >= DUE;
}

void output_flush(void)
{
	for (struct output *out = outputs; out; out = out->next)
		write_text(out);
	gathered = 0;
}

void output_end(struct output *out)
{
	struct output **at = &outputs;

	write_text(out);
	if (!pattern)
		return;
	while (*at != out)
		at = &(*at)->next;
	*at = out->next;
	if (out->fd >= 0)
		close(out->fd);
	free(out->text);
	free(out);
}

int output_failure(void)
{
	return failure;
}
