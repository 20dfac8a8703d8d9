/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * notify PROGRAM [ARG]...: every system call of it and of its children is
 * notified to a process that lets it go on (seccomp user notification). Its
 * exit status is PROGRAM's.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static void run(char **words)
{
	struct sock_filter all[] = {
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_USER_NOTIF)};
	const struct sock_fprog program = {1, all};

	prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	if (syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER,
		    SECCOMP_FILTER_FLAG_NEW_LISTENER, &program) >= 0)
		execvp(*words, words);
	_exit(127);
}

static void supervise(int listener)
{
	struct seccomp_notif call;

	for (;;) {
		struct seccomp_notif_resp answer = {
			.flags = SECCOMP_USER_NOTIF_FLAG_CONTINUE};

		memset(&call, 0, sizeof(call));
		if (ioctl(listener, SECCOMP_IOCTL_NOTIF_RECV, &call)) {
			if (errno == EINTR || errno == ENOENT)
				continue; /* that task was killed */
			_exit(1);
		}
		answer.id = call.id;
		ioctl(listener, SECCOMP_IOCTL_NOTIF_SEND, &answer);
	}
}

/* The lowest descriptor not in use: a child's next one. */
static int next_fd(void)
{
	int fd = dup(0);

	close(fd);
	return fd;
}

int main(int argc, char **argv)
{
	int expected = next_fd(), listener = -1, pidfd, status;
	pid_t program, supervisor;

	if (argc < 2)
		return 2;
	program = fork();
	if (program == 0)
		run(argv + 1);
	pidfd = (int)syscall(SYS_pidfd_open, program, 0);
	while (pidfd >= 0 && listener < 0 &&
	       waitpid(program, &status, WNOHANG) == 0) {
		listener = (int)syscall(SYS_pidfd_getfd, pidfd, expected, 0);
		usleep(100);
	}
	if (listener < 0)
		return 3;
	supervisor = fork();
	if (supervisor == 0)
		supervise(listener);
	waitpid(program, &status, 0);
	kill(supervisor, SIGKILL);
	waitpid(supervisor, NULL, 0);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}
