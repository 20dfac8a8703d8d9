/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * A signal that is blocked outside and let in by the temporary mask of one
 * call; another one that the temporary mask blocks. The handler sees the
 * temporary mask and its own signal blocked; the frame has the mask from
 * before, which is there again after the call.
 */
#ifndef TEMPORARY_H
#define TEMPORARY_H

#include <linux/aio_abi.h>
#include <linux/io_uring.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/select.h>

#include "sig.h"

static volatile sig_atomic_t calls;
static uint64_t mask_inside, mask_frame;
static int epoll_fd, ring_fd;
static aio_context_t aio;
static const struct timespec second = {1, 0};

static void on_signal(int sig, siginfo_t *info, void *context)
{
	const ucontext_t *uc = context;

	(void)sig, (void)info;
	calls++;
	mask_inside = blocked();
	memcpy(&mask_frame, &uc->uc_sigmask, sizeof(mask_frame));
}

static inline long call_with(int which, const uint64_t *mask)
{
	struct {
		const uint64_t *mask;
		size_t size;
	} pair = {mask, 8};
	const struct io_uring_getevents_arg arg = {
		.sigmask = (uintptr_t)mask,
		.sigmask_sz = 8,
		.ts = (uintptr_t)&second,
	};
	struct epoll_event event;
	struct io_event io;
	struct timespec wait = second;

	switch (which) {
	case 0:
		return syscall(SYS_rt_sigsuspend, (long)mask, 8, 0);
	case 1:
		return syscall(SYS_ppoll, 0, 0, (long)&wait, (long)mask, 8, 0);
	case 2:
		return syscall(SYS_pselect6, 0, 0, 0, 0, (long)&wait,
			       (long)&pair);
	case 3:
		return syscall(SYS_epoll_pwait, epoll_fd, (long)&event, 1, 1000,
			       (long)mask, 8);
	case 4:
		return syscall(SYS_epoll_pwait2, epoll_fd, (long)&event, 1,
			       (long)&wait, (long)mask, 8);
	case 5:
		return syscall(SYS_io_pgetevents, aio, 1, 1, (long)&io,
			       (long)&wait, (long)&pair);
	case 6:
		return syscall(SYS_io_uring_enter, ring_fd, 0, 1,
			       IORING_ENTER_GETEVENTS, (long)mask, 8);
	default:
		return syscall(SYS_io_uring_enter, ring_fd, 0, 1,
			       IORING_ENTER_GETEVENTS | IORING_ENTER_EXT_ARG,
			       (long)&arg, sizeof(arg));
	}
}

/* sig: blocked outside. other: blocked by the temporary mask only. */
static inline void temporary_masks(int sig, int other)
{
	static const char *const names[] = {
		"sigsuspend",	  "ppoll",
		"pselect6",	  "epoll_pwait",
		"epoll_pwait2",	  "io_pgetevents",
		"io_uring_enter", "io_uring_enter with a struct"};
	struct io_uring_params params = {0};
	const uint64_t inner = bit(other) | bit(SIGRTMIN);
	pid_t me = getpid();

	alarm(20); /* the signal may never come */
	epoll_fd = epoll_create1(0);
	syscall(SYS_io_setup, 1, (long)&aio);
	ring_fd = (int)syscall(SYS_io_uring_setup, 1, (long)&params);
	handle(sig, on_signal, 0);
	handle(other, on_signal, 0);
	for (int i = 0; i < 8; i++) {
		long ret;

		mask_call(SIG_SETMASK, bit(sig) | bit(SIGURG));
		calls = 0;
		mask_inside = mask_frame = 0;
		kill(me, sig);
		getppid();
		printf("%s: before %d", names[i], calls);
		ret = call_with(i, &inner);
		printf(", in it %d, returns %ld\n", calls, ret);
		printf("masks: inside %lx, frame %lx, after %lx\n", mask_inside,
		       mask_frame, blocked());
		mask_call(SIG_SETMASK, 0);
	}
	close(epoll_fd);
	close(ring_fd);
	syscall(SYS_io_destroy, aio);
}

#endif
