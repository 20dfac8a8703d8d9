/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Writes to descriptors without raising SIGPIPE or SIGXFSZ. */
#include "base/sink.h"

#include <asm/errno.h>
#include <asm/ioctls.h>
#include <asm/signal.h>
#include <asm/stat.h>
#include <linux/fcntl.h>
#include <linux/poll.h>
#include <linux/resource.h>
#include <linux/socket.h>
#include <linux/stat.h>
#include <linux/time.h>
#include <linux/uio.h>

#include "base/ksignal.h"
#include "base/rawcall.h"

#define NOSIGNAL_OF_SOCKETS 0x4000 /* MSG_NOSIGNAL */
#ifndef RWF_NOSIGNAL		   /* Linux 6.18 */
#define RWF_NOSIGNAL 0x100
#endif

#define RAISED                                                                 \
	(KSIGNAL_BIT(SIGPIPE) | KSIGNAL_BIT(SIGXFSZ) | KSIGNAL_BIT(SIGTTOU))
#define MASK_SIZE 8

static int no_flag;
static int limited = 1;

enum sink_kind sink_kind(int fd)
{
	struct stat st = {0};
	char settings[64];

	SYSCALL(__NR_fstat, fd, &st, 0, 0, 0, 0);
	if (S_ISFIFO(st.st_mode))
		return SINK_PIPE;
	if (S_ISSOCK(st.st_mode))
		return SINK_SOCKET;
	if (S_ISCHR(st.st_mode) &&
	    SYSCALL(__NR_ioctl, fd, TCGETS, settings, 0, 0, 0) == 0)
		return SINK_TERMINAL;
	return SINK_FILE;
}

void sink_take_limited(void)
{
	__atomic_store_n(&limited, 1, __ATOMIC_SEQ_CST);
}

void sink_read_limit(void)
{
	struct rlimit64 limit = {0};

	SYSCALL(__NR_prlimit64, 0, RLIMIT_FSIZE, 0, &limit, 0, 0);
	limited = limit.rlim_cur != RLIM64_INFINITY;
}

static long take_signals(unsigned long set)
{
	const struct __kernel_timespec now = {0};

	return SYSCALL(__NR_rt_sigtimedwait, &set, 0, &now, MASK_SIZE, 0, 0);
}

/*
 * The signals of writing are blocked meanwhile: what was raised is taken away
 * again, unless it was pending before. A terminal takes what is written by a
 * background process that blocks SIGTTOU. Where a filter does not let that, the
 * line is lost rather than the program.
 */
static long write_blocked(int fd, const char *bytes, size_t n)
{
	const unsigned long set = RAISED;
	unsigned long before = 0, pending = 0, raised = 0;
	long ret;

	if (take_signals(0) == -ENOSYS ||
	    SYSCALL(__NR_rt_sigprocmask, SIG_BLOCK, &set, &before, MASK_SIZE, 0,
		    0) == -ENOSYS)
		return -ENOSYS;
	if (before & set)
		SYSCALL(__NR_rt_sigpending, &pending, MASK_SIZE, 0, 0, 0, 0);
	ret = sys_write(fd, bytes, n);
	if (ret == -EPIPE)
		raised = KSIGNAL_BIT(SIGPIPE);
	if (ret == -EFBIG)
		raised = KSIGNAL_BIT(SIGXFSZ);
	raised &= ~pending;
	if (raised)
		take_signals(raised);
	ksignal_set_mask(&before, NULL);
	return ret;
}

static long write_pipe(int fd, const char *bytes, size_t n)
{
	const struct iovec v = {(void *)bytes, n};
	long ret;

	if (no_flag)
		return write_blocked(fd, bytes, n);
	ret = SYSCALL(__NR_pwritev2, fd, &v, 1, -1, -1, RWF_NOSIGNAL);
	if (ret >= 0 || ret == -EAGAIN || ret == -EPIPE || ret == -EINTR)
		return ret;
	no_flag = 1;
	return write_blocked(fd, bytes, n);
}

long sink_write(int fd, enum sink_kind kind, const char *bytes, size_t n)
{
	switch (kind) {
	case SINK_PIPE:
		return write_pipe(fd, bytes, n);
	case SINK_SOCKET:
		return SYSCALL(__NR_sendto, fd, bytes, n, NOSIGNAL_OF_SOCKETS,
			       0, 0);
	case SINK_TERMINAL:
		return write_blocked(fd, bytes, n);
	default:
		return limited ? write_blocked(fd, bytes, n)
			       : sys_write(fd, bytes, n);
	}
}

int sink_wait(int fd, int milliseconds)
{
	struct pollfd p = {.fd = fd, .events = POLLOUT};

	int ret = sys_poll(&p, 1, milliseconds);

	return ret != 0 && ret != -ENOSYS;
}

/* --- one line at a time ----------------------------------------------------
 */

/*
 * A record lock: pipes and sockets have them, they are each process's own
 * though the description be shared, and they go with the process.
 */

/* Waits that the sink was ready in, of a millisecond. */
#define PATIENCE 1000

static uint32_t writing; /* a thread of this process */

void sink_after_fork(void)
{
	__atomic_store_n(&writing, 0, __ATOMIC_RELAXED);
}

static long set_lock(int fd, short type)
{
	const struct flock lock = {
		.l_type = type, .l_start = SINK_LOCKED_BYTE, .l_len = 1};

	return sys_fcntl(fd, F_SETLK, (long)&lock);
}

/* Is it to be asked for again? */
static int is_held(long err)
{
	return err == -EAGAIN || err == -EACCES;
}

static void wait_for_others(int fd, int *patience)
{
	const struct __kernel_timespec ms = {.tv_nsec = 1000000};

	SYSCALL(__NR_clock_nanosleep, 1, 0, &ms, 0, 0, 0);
	*patience -= sink_wait(fd, 0);
}

int sink_lock(int fd)
{
	int patience = PATIENCE;
	long err;

	while (__atomic_exchange_n(&writing, 1, __ATOMIC_ACQUIRE) &&
	       patience > 0)
		wait_for_others(fd, &patience);
	while (is_held(err = set_lock(fd, F_WRLCK)) && patience > 0)
		wait_for_others(fd, &patience);
	return err == 0;
}

void sink_unlock(int fd, int locked)
{
	if (locked)
		set_lock(fd, F_UNLCK);
	__atomic_store_n(&writing, 0, __ATOMIC_RELEASE);
}
