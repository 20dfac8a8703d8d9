/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Signals during blocking reads, writes, opens and locks: EINTR, or the call
 * is restarted. Holds by the call being issued with the guard down, on the
 * program's stack (hook_stack.c): fails without
 * guard_lower() there, for the handler then never runs.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#include "blocking.h"

static int ends[2], sockets[2], listener, file, other;
static char buffer[65536];
static struct sockaddr_un address = {.sun_family = AF_UNIX,
				     .sun_path = "\0zpoline-eintr"};

static long do_read(void)
{
	return read(ends[0], buffer, 1);
}

static void wake_read(void)
{
	if (write(ends[1], "x", 1) != 1)
		failed = 1;
}

static long do_write(void)
{
	return write(ends[1], buffer, 4096);
}

static void wake_write(void)
{
	if (read(ends[0], buffer, 4096) != 4096)
		failed = 1;
}

static long do_recv(void)
{
	return recv(sockets[0], buffer, 1, 0);
}

static void wake_recv(void)
{
	send(sockets[1], "x", 1, 0);
}

static long do_accept(void)
{
	return accept(listener, NULL, NULL);
}

static void wake_accept(void)
{
	int s = socket(AF_UNIX, SOCK_STREAM, 0);

	connect(s, (struct sockaddr *)&address, sizeof(address));
}

static long do_open(void)
{
	return open("fifo", O_RDONLY);
}

static void wake_open(void)
{
	if (open("fifo", O_RDWR) < 0)
		failed = 1;
}

static long do_flock(void)
{
	return flock(file, LOCK_EX);
}

static void wake_flock(void)
{
	flock(other, LOCK_UN);
}

static long do_ofd_lock(void)
{
	struct flock lock = {.l_type = F_WRLCK};

	return fcntl(file, F_OFD_SETLKW, &lock);
}

static void wake_ofd_lock(void)
{
	struct flock lock = {.l_type = F_UNLCK};

	fcntl(other, F_OFD_SETLK, &lock);
}

int main(void)
{
	char name[] = "/tmp/eintr-XXXXXX";
	struct flock lock = {.l_type = F_WRLCK};

	if (!mkdtemp(name) || chdir(name) || mkfifo("fifo", 0600) ||
	    pipe(ends) || socketpair(AF_UNIX, SOCK_STREAM, 0, sockets))
		return 1;
	blocking("read", do_read, wake_read, 1);
	CHECK(fcntl(ends[1], F_SETPIPE_SZ, 4096) == 4096);
	CHECK(write(ends[1], buffer, 4096) == 4096);
	blocking("write", do_write, wake_write, 1);
	blocking("recv", do_recv, wake_recv, 1);
	listener = socket(AF_UNIX, SOCK_STREAM, 0);
	snprintf(address.sun_path + 1, sizeof(address.sun_path) - 1, "%s",
		 name);
	CHECK(bind(listener, (struct sockaddr *)&address, sizeof(address)) ==
	      0);
	CHECK(listen(listener, 5) == 0);
	blocking("accept", do_accept, wake_accept, 1);
	blocking("open", do_open, wake_open, 1);
	file = open("file", O_RDWR | O_CREAT, 0600);
	other = open("file", O_RDWR);
	CHECK(flock(other, LOCK_EX) == 0);
	blocking("flock", do_flock, wake_flock, 1);
	CHECK(fcntl(other, F_OFD_SETLK, &lock) == 0);
	blocking("F_OFD_SETLKW", do_ofd_lock, wake_ofd_lock, 1);
	unlink("fifo");
	unlink("file");
	rmdir(name);
	return failed;
}
