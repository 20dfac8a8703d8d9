/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Signals during calls that wait for time or for events: EINTR, with
 * SA_RESTART too. Fails without guard_lower() in hook_stack.c, as
 * signal_eintr_files does.
 */
#define _GNU_SOURCE
#include <poll.h>
#include <sys/epoll.h>
#include <sys/select.h>

#include "blocking.h"

static int ends[2], epoll;
static struct timespec minute = {60, 0}, left;
static sigset_t none, usr1;

static long do_nanosleep(void)
{
	return nanosleep(&minute, &left);
}

static long do_clock_nanosleep(void)
{
	return -(errno = clock_nanosleep(CLOCK_MONOTONIC, 0, &minute, &left));
}

static long do_absolute(void)
{
	struct timespec until;

	clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_sec += 60;
	return -(errno = clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until,
					 NULL));
}

static long do_poll(void)
{
	struct pollfd p = {.fd = ends[0], .events = POLLIN};

	return poll(&p, 1, 60000);
}

static long do_ppoll(void)
{
	struct pollfd p = {.fd = ends[0], .events = POLLIN};

	return ppoll(&p, 1, &minute, &none);
}

static long do_select(void)
{
	struct timeval tv = {60, 0};
	fd_set set;

	FD_ZERO(&set);
	FD_SET(ends[0], &set);
	return select(ends[0] + 1, &set, NULL, NULL, &tv);
}

static long do_pselect(void)
{
	fd_set set;

	FD_ZERO(&set);
	FD_SET(ends[0], &set);
	return pselect(ends[0] + 1, &set, NULL, NULL, &minute, &none);
}

static long do_epoll_wait(void)
{
	struct epoll_event event;

	return epoll_wait(epoll, &event, 1, 60000);
}

static long do_epoll_pwait(void)
{
	struct epoll_event event;

	return epoll_pwait(epoll, &event, 1, 60000, &none);
}

static long do_epoll_pwait2(void)
{
	struct epoll_event event;

	return syscall(SYS_epoll_pwait2, epoll, &event, 1, &minute, &none, 8);
}

static long do_sigsuspend(void)
{
	return sigsuspend(&none);
}

static long do_sigtimedwait(void)
{
	/* not libc's function: musl's tries again */
	return syscall(SYS_rt_sigtimedwait, &usr1, NULL, &minute, 8);
}

static long do_pause(void)
{
	return pause();
}

int main(void)
{
	struct epoll_event event = {.events = EPOLLIN};

	sigaddset(&usr1, SIGUSR1);
	epoll = epoll_create1(0);
	if (pipe(ends) || epoll_ctl(epoll, EPOLL_CTL_ADD, ends[0], &event))
		return 1;
	blocking("nanosleep", do_nanosleep, NULL, 0);
	CHECK(left.tv_sec == 59 && left.tv_nsec > 0);
	left.tv_sec = 0;
	blocking("clock_nanosleep", do_clock_nanosleep, NULL, 0);
	CHECK(left.tv_sec == 59 && left.tv_nsec > 0);
	blocking("absolute", do_absolute, NULL, 0);
	blocking("poll", do_poll, NULL, 0);
	blocking("ppoll", do_ppoll, NULL, 0);
	blocking("select", do_select, NULL, 0);
	blocking("pselect", do_pselect, NULL, 0);
	blocking("epoll_wait", do_epoll_wait, NULL, 0);
	blocking("epoll_pwait", do_epoll_pwait, NULL, 0);
	blocking("epoll_pwait2", do_epoll_pwait2, NULL, 0);
	blocking("sigsuspend", do_sigsuspend, NULL, 0);
	blocking("sigtimedwait", do_sigtimedwait, NULL, 0);
	blocking("pause", do_pause, NULL, 0);
	return failed;
}
