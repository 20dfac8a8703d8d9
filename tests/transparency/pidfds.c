/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * A descriptor for a process: signals with their siginfo go through it, poll
 * and waitid see its end, and a descriptor can be fetched. Not seen to fail
 * with one mechanism switched off: siginfo is passed on as it is.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "tasks.h"

#ifndef P_PIDFD
#define P_PIDFD 3
#endif

static volatile sig_atomic_t value;

static void on_signal(int sig, siginfo_t *info, void *context)
{
	(void)sig;
	(void)context;
	value = info->si_value.sival_int;
}

int main(void)
{
	struct sigaction act = {.sa_sigaction = on_signal,
				.sa_flags = SA_SIGINFO};
	siginfo_t info = {.si_signo = SIGUSR1, .si_code = SI_QUEUE};
	sigset_t user, before;
	struct pollfd ready = {.events = POLLIN};
	pid_t child;
	int fd;

	sigaction(SIGUSR1, &act, NULL);
	sigemptyset(&user);
	sigaddset(&user, SIGUSR1);
	sigprocmask(SIG_BLOCK, &user, &before);
	child = fork();
	if (child == 0) {
		alarm(20);
		sigsuspend(&before);
		_exit(value);
	}
	fd = (int)syscall(SYS_pidfd_open, child, 0);
	CHECK(fd >= 0 && (fcntl(fd, F_GETFD) & FD_CLOEXEC));
	ready.fd = fd;
	CHECK(poll(&ready, 1, 0) == 0);
	info.si_pid = getpid();
	info.si_uid = getuid();
	info.si_value.sival_int = 77;
	CHECK(syscall(SYS_pidfd_send_signal, fd, SIGUSR1, &info, 0) == 0);
	CHECK(poll(&ready, 1, 10000) == 1 && ready.revents & POLLIN);
	CHECK(waitid(P_PIDFD, (id_t)fd, &info, WEXITED) == 0);
	CHECK(info.si_pid == child && info.si_status == 77);
	CHECK(syscall(SYS_pidfd_send_signal, fd, SIGUSR1, NULL, 0) == -1 &&
	      errno == ESRCH);
	CHECK(syscall(SYS_pidfd_open, -1, 0) == -1 && errno == EINVAL);
	CHECK(syscall(SYS_pidfd_open, getpid(), 1 << 30) == -1 &&
	      errno == EINVAL);
	close(fd);
	return verdict();
}
