/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Every call that moves bytes from or to a descriptor, on files, pipes, sockets
 * and message queues, with an object of its own each: what it has moved, a line
 * each.
 *
 *   byte_calls list          the names of the calls
 *   byte_calls DIR [CALL]    all forms, or those of one call; in DIR are files
 *                            and pipes made
 *
 *   CALL FROM TO PID RESULT MOVED FROM_PATH TO_PATH PORT ARRIVED
 *
 * FROM and TO are file, pipe, socket, queue or memory; the paths are what the
 * descriptors are, - for memory, and PORT is that of the socket's other end.
 * RESULT is what the call has returned or its error's name. Other processes
 * fill what is read, and drain what is written to pipes and sockets: so many
 * bytes have arrived.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <mqueue.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

#define TEXT "0123456789"
#define SIZE ((long)sizeof(TEXT) - 1)
#define QUEUE_MAX 64 /* of a message */

enum kind { MEMORY, FILES, PIPE, SOCKET, QUEUE };
static const char *const kinds[] = {"memory", "file", "pipe", "socket",
				    "queue"};

struct end {
	enum kind kind;
	int fd;
	char path[512];
	pid_t helper;
	int port;
};

static const char *dir;
static char got[64]; /* what calls that read fill in */

static void die(const char *what)
{
	perror(what);
	exit(1);
}

/* --- the calls, of descriptors from and to; what they have moved ------------
 */

static char first[4], second[8];
static struct iovec in[2] = {{first, 4}, {second, 8}};
static struct iovec out[2] = {{(char *)TEXT, 4}, {(char *)TEXT + 4, 6}};
static long counted; /* of messages */

static long call(long nr, long a, long b, long c, long d, long e, long f)
{
	return syscall(nr, a, b, c, d, e, f);
}
#define C(nr, a, b, c, d, e, f)                                                \
	call(SYS_##nr, (long)(a), (long)(b), (long)(c), (long)(d), (long)(e),  \
	     (long)(f))

static long with_message(long nr, int fd, struct iovec *iov, int flags)
{
	struct msghdr m = {.msg_iov = iov, .msg_iovlen = 2};
	long ret = call(nr, fd, (long)&m, flags, 0, 0, 0);

	counted = flags & MSG_PEEK ? 0 : ret;
	return ret;
}

static long with_messages(long nr, int fd, struct iovec *iov, int flags)
{
	struct mmsghdr m[2] = {
		{.msg_hdr = {.msg_iov = iov, .msg_iovlen = 1}},
		{.msg_hdr = {.msg_iov = iov + 1, .msg_iovlen = 1}},
	};
	long ret = call(nr, fd, (long)m, 2, flags, 0, 0);

	counted = 0;
	for (long i = 0; i < ret; i++)
		counted += m[i].msg_len;
	return ret;
}

static long peeked(int fd)
{
	long ret = C(recvfrom, fd, got, SIZE, MSG_PEEK, 0, 0);

	counted = 0;
	return ret;
}

static long queued(int fd)
{
	long ret = C(mq_timedsend, fd, TEXT, SIZE, 0, 0, 0);

	counted = ret == 0 ? SIZE : 0;
	return ret;
}

static loff_t zero;
#define ALL ((long)1 << 30) /* more than there is */

/* name, kind of from and to, expression */
#define FORMS(X)                                                               \
	X(read, FILES, MEMORY, C(read, from, got, 64, 0, 0, 0))                \
	X(read, PIPE, MEMORY, C(read, from, got, 64, 0, 0, 0))                 \
	X(read, SOCKET, MEMORY, C(read, from, got, 64, 0, 0, 0))               \
	X(readv, FILES, MEMORY, C(readv, from, in, 2, 0, 0, 0))                \
	X(readv, SOCKET, MEMORY, C(readv, from, in, 2, 0, 0, 0))               \
	X(pread64, FILES, MEMORY, C(pread64, from, got, 64, 2, 0, 0))          \
	X(preadv, FILES, MEMORY, C(preadv, from, in, 2, 1, 0, 0))              \
	X(preadv2, FILES, MEMORY, C(preadv2, from, in, 2, 0, 0, 0))            \
	X(preadv2, SOCKET, MEMORY, C(preadv2, from, in, 2, -1, -1, 0))         \
	X(recvfrom, SOCKET, MEMORY, C(recvfrom, from, got, 64, 0, 0, 0))       \
	X(recvfrom, SOCKET, MEMORY, peeked(from))                              \
	X(recvmsg, SOCKET, MEMORY, with_message(SYS_recvmsg, from, in, 0))     \
	X(recvmsg, SOCKET, MEMORY,                                             \
	  with_message(SYS_recvmsg, from, in, MSG_PEEK))                       \
	X(recvmmsg, SOCKET, MEMORY,                                            \
	  with_messages(SYS_recvmmsg, from, in, MSG_WAITFORONE))               \
	X(mq_timedreceive, QUEUE, MEMORY,                                      \
	  C(mq_timedreceive, from, got, QUEUE_MAX, 0, 0, 0))                   \
	X(write, MEMORY, FILES, C(write, to, TEXT, SIZE, 0, 0, 0))             \
	X(write, MEMORY, PIPE, C(write, to, TEXT, SIZE, 0, 0, 0))              \
	X(write, MEMORY, SOCKET, C(write, to, TEXT, SIZE, 0, 0, 0))            \
	X(writev, MEMORY, FILES, C(writev, to, out, 2, 0, 0, 0))               \
	X(writev, MEMORY, SOCKET, C(writev, to, out, 2, 0, 0, 0))              \
	X(pwrite64, MEMORY, FILES, C(pwrite64, to, TEXT, SIZE, 5, 0, 0))       \
	X(pwritev, MEMORY, FILES, C(pwritev, to, out, 2, 3, 0, 0))             \
	X(pwritev2, MEMORY, FILES, C(pwritev2, to, out, 2, 0, 0, 0))           \
	X(pwritev2, MEMORY, SOCKET, C(pwritev2, to, out, 2, -1, -1, 0))        \
	X(sendto, MEMORY, SOCKET, C(sendto, to, TEXT, SIZE, 0, 0, 0))          \
	X(sendmsg, MEMORY, SOCKET, with_message(SYS_sendmsg, to, out, 0))      \
	X(sendmmsg, MEMORY, SOCKET, with_messages(SYS_sendmmsg, to, out, 0))   \
	X(mq_timedsend, MEMORY, QUEUE, queued(to))                             \
	X(sendfile, FILES, FILES, C(sendfile, to, from, 0, ALL, 0, 0))         \
	X(sendfile, FILES, PIPE, C(sendfile, to, from, &zero, ALL, 0, 0))      \
	X(sendfile, FILES, SOCKET, C(sendfile, to, from, 0, ALL, 0, 0))        \
	X(splice, FILES, PIPE, C(splice, from, 0, to, 0, ALL, 0))              \
	X(splice, PIPE, FILES, C(splice, from, 0, to, 0, SIZE, 0))             \
	X(splice, PIPE, SOCKET, C(splice, from, 0, to, 0, SIZE, 0))            \
	X(splice, SOCKET, PIPE, C(splice, from, 0, to, 0, SIZE, 0))            \
	X(tee, PIPE, PIPE, C(tee, from, to, ALL, 0, 0, 0))                     \
	X(vmsplice, PIPE, MEMORY, C(vmsplice, from, in, 2, 0, 0, 0))           \
	X(vmsplice, MEMORY, PIPE, C(vmsplice, to, out, 2, 0, 0, 0))            \
	X(copy_file_range, FILES, FILES,                                       \
	  C(copy_file_range, from, 0, to, 0, ALL, 0))

static const struct form {
	const char *name;
	enum kind from, to;
} forms[] = {
#define FORM(name, from, to, expression) {#name, from, to},
	FORMS(FORM)};
#define COUNT ((int)(sizeof(forms) / sizeof(forms[0])))

static long do_call(int i, int from, int to)
{
	int n = 0;

	(void)from, (void)to;
#define DO(name, f, t, expression)                                             \
	if (i == n++)                                                          \
		return expression;
	FORMS(DO)
	return -1;
}

/* --- the ends ---------------------------------------------------------------
 */

static void write_all(int fd)
{
	for (long done = 0, n; done < SIZE; done += n)
		if ((n = write(fd, &TEXT[done], (size_t)(SIZE - done))) <= 0)
			die("write");
}

static int drain(int fd)
{
	char bytes[64];
	long sum = 0, n;

	while ((n = read(fd, bytes, sizeof(bytes))) > 0)
		sum += n;
	return (int)sum;
}

/* The other end of a socket, pipe or queue, or who makes a file: fills it, or
 * drains it until it is closed. */
static void help(struct end *e, int listener, int fills)
{
	int fd;

	switch (e->kind) {
	case SOCKET:
		fd = accept(listener, NULL, NULL);
		break;
	case QUEUE:
		fd = mq_open(e->path, O_WRONLY);
		break;
	case FILES:
		fd = open(e->path, O_CREAT | O_WRONLY, 0600);
		break;
	default:
		fd = open(e->path, fills ? O_WRONLY : O_RDONLY);
	}
	if (fd < 0)
		die(e->path);
	if (e->kind == QUEUE && fills && mq_send(fd, TEXT, SIZE, 0) != 0)
		die("mq_send");
	if (e->kind != QUEUE && fills)
		write_all(fd);
	_exit(fills ? 0 : drain(fd));
}

static int make_listener(struct end *e, struct sockaddr_in *to)
{
	socklen_t size = sizeof(*to);
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	*to = (struct sockaddr_in){.sin_family = AF_INET};
	to->sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	if (bind(fd, (struct sockaddr *)to, size) != 0 || listen(fd, 1) != 0 ||
	    getsockname(fd, (struct sockaddr *)to, &size) != 0)
		die("listen");
	e->port = ntohs(to->sin_port);
	return fd;
}

static void make_queue(struct end *e, int number)
{
	struct mq_attr attr = {.mq_maxmsg = 1, .mq_msgsize = QUEUE_MAX};

	snprintf(e->path, sizeof(e->path), "/byte_calls.%d.%d", (int)getpid(),
		 number);
	e->fd = mq_open(e->path, O_CREAT | O_RDWR, 0600, &attr);
	if (e->fd < 0)
		die("mq_open");
}

/* Open it, with its helper at work; what is read is there in whole. */
static void open_end(struct end *e, int number, int is_from)
{
	struct sockaddr_in address;
	int listener = -1;

	snprintf(e->path, sizeof(e->path), "%s/%d.%s", dir, number,
		 is_from ? "from" : "to");
	if (e->kind == PIPE && mkfifo(e->path, 0600) != 0)
		die(e->path);
	if (e->kind == QUEUE)
		make_queue(e, number);
	if (e->kind == SOCKET)
		listener = make_listener(e, &address);
	if (is_from || e->kind == PIPE || e->kind == SOCKET) {
		e->helper = fork();
		if (e->helper == 0)
			help(e, listener, is_from);
	}
	if (e->kind == SOCKET) {
		close(listener);
		e->fd = socket(AF_INET, SOCK_STREAM, 0);
		if (connect(e->fd, (struct sockaddr *)&address,
			    sizeof(address)) != 0)
			die("connect");
	}
	if (e->kind == FILES && is_from)
		waitpid(e->helper, NULL, 0);
	if (e->kind == FILES || e->kind == PIPE)
		e->fd = open(e->path, is_from ? O_RDONLY : O_CREAT | O_WRONLY,
			     0600);
	if (e->fd < 0)
		die(e->path);
	if (is_from && e->kind != FILES)
		waitpid(e->helper, NULL, 0);
}

/* The bytes that have arrived at its other end. */
static int close_end(struct end *e)
{
	int status = 0;

	if (e->kind == MEMORY)
		return 0;
	if (e->kind == QUEUE)
		mq_unlink(e->path);
	close(e->fd);
	if (e->helper > 0)
		waitpid(e->helper, &status, 0);
	return WEXITSTATUS(status);
}

/* What /proc says that the descriptor is. */
static const char *path_of(const struct end *e, char *room, size_t size)
{
	char link[64];
	ssize_t n;

	snprintf(link, sizeof(link), "/proc/self/fd/%d", e->fd);
	n = readlink(link, room, size - 1);
	if (e->kind == MEMORY || n < 0)
		return "-";
	room[n] = '\0';
	return room;
}

static void run(int i)
{
	struct end from = {.kind = forms[i].from}, to = {.kind = forms[i].to};
	char from_path[512], to_path[512], result[32];
	const char *from_is, *to_is;
	long ret;

	if (from.kind != MEMORY)
		open_end(&from, i, 1);
	if (to.kind != MEMORY)
		open_end(&to, i, 0);
	counted = -1;
	ret = do_call(i, from.fd, to.fd);
	if (ret < 0)
		strcpy(result, strerrorname_np(errno));
	else
		snprintf(result, sizeof(result), "%ld", ret);
	if (counted < 0)
		counted = ret < 0 ? 0 : ret;
	from_is = path_of(&from, from_path, sizeof(from_path));
	to_is = path_of(&to, to_path, sizeof(to_path));
	close_end(&from);
	printf("%s %s %s %d %s %ld %s %s %d %d\n", forms[i].name,
	       kinds[from.kind], kinds[to.kind], (int)getpid(), result, counted,
	       from_is, to_is, from.port + to.port, close_end(&to));
}

int main(int argc, char **argv)
{
	int list = argc > 1 && strcmp(argv[1], "list") == 0;

	if (argc < 2)
		return 2;
	dir = argv[1];
	/* the last of all bytes that are written, and at once */
	setvbuf(stdout, NULL, _IOFBF, 65536);
	for (int i = 0; i < COUNT; i++) {
		if (argc > 2 && strcmp(argv[2], forms[i].name) != 0)
			continue;
		if (list)
			puts(forms[i].name);
		else
			run(i);
	}
	return 0;
}
