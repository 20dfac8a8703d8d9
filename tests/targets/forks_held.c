/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * forks_held event|notify: a fork waits in the kernel until another thread of
 * the program has answered, whose calls are hooked as well: the thread reads
 * that a process with served pages was copied (userfaultfd), or lets the call
 * through as a supervisor (seccomp). Meanwhile a third one makes calls.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <linux/userfaultfd.h>
#include <poll.h>
#include <pthread.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define PAGE 4096
#define FORKS 2

static int fd;
static volatile int answered, others;

static void *read_events(void *unused)
{
	for (;;) {
		struct pollfd p = {.fd = fd, .events = POLLIN};
		struct uffd_msg m;

		if (poll(&p, 1, -1) != 1 || getppid() < 0)
			continue;
		if (read(fd, &m, sizeof(m)) != sizeof(m) ||
		    m.event != UFFD_EVENT_FORK)
			continue;
		close((int)m.arg.fork.ufd);
		answered++;
	}
	return unused;
}

static int expect_events(void)
{
	struct uffdio_api api = {.api = UFFD_API,
				 .features = UFFD_FEATURE_EVENT_FORK};
	struct uffdio_register r = {.mode = UFFDIO_REGISTER_MODE_MISSING};
	char *p = mmap(NULL, PAGE, PROT_READ | PROT_WRITE,
		       MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	fd = (int)syscall(SYS_userfaultfd, O_CLOEXEC | O_NONBLOCK);
	r.range.start = (uintptr_t)p;
	r.range.len = PAGE;
	return p == MAP_FAILED || fd < 0 || ioctl(fd, UFFDIO_API, &api) ||
	       ioctl(fd, UFFDIO_REGISTER, &r);
}

static void *let_through(void *unused)
{
	for (;;) {
		struct seccomp_notif n = {0};
		struct seccomp_notif_resp answer = {
			.flags = SECCOMP_USER_NOTIF_FLAG_CONTINUE};

		while (fd <= 0)
			usleep(1000);
		if (ioctl(fd, SECCOMP_IOCTL_NOTIF_RECV, &n))
			continue;
		for (int i = 0; i < 20; i++)
			getppid();
		answer.id = n.id;
		if (ioctl(fd, SECCOMP_IOCTL_NOTIF_SEND, &answer) == 0)
			answered++;
	}
	return unused;
}

/* Of this thread only. */
static int expect_supervisor(void)
{
	struct sock_filter code[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
			 offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_clone, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_USER_NOTIF),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog filter = {sizeof(code) / sizeof(*code), code};

	return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) ||
	       (fd = (int)syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER,
				  SECCOMP_FILTER_FLAG_NEW_LISTENER, &filter)) <
		       0;
}

static void *call_often(void *unused)
{
	for (;;) {
		getppid();
		others++;
	}
	return unused;
}

static int child_status(pid_t child)
{
	int status = 0;

	return child > 0 && waitpid(child, &status, 0) == child ? status : -1;
}

int main(int argc, char **argv)
{
	int events = argc > 1 && !strcmp(argv[1], "event"), ended = 0;
	pthread_t server, other;

	if (events && expect_events()) {
		perror("userfaultfd");
		return 77;
	}
	if (pthread_create(&server, NULL, events ? read_events : let_through,
			   NULL) ||
	    pthread_create(&other, NULL, call_often, NULL))
		return 2;
	while (!others)
		usleep(1000);
	if (!events && expect_supervisor()) {
		perror("seccomp");
		return 77;
	}
	for (int i = 0; i < FORKS; i++) {
		pid_t child = fork();

		if (!child)
			_exit(getuid() == geteuid() ? 7 : 1);
		ended += child_status(child) == 7 << 8;
	}
	others = 0;
	while (!others || answered < FORKS)
		usleep(1000);
	getuid();
	printf("answered %d, ended %d\n", answered, ended);
	fflush(stdout);
	_exit(0);
}
