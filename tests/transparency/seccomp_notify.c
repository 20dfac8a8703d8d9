/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * A supervisor in another process is told the program's calls, with their
 * arguments and the addresses that they have natively, and no other; and a
 * tracer that a filter calls likewise. Fails without seccomp_filters.c, by
 * which the library's own calls are not made, and seccomp_wants_site().
 */
#define _GNU_SOURCE
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/user.h>
#include <unistd.h>

#include "check.h"
#include "jit.h"
#include "seccomp.h"

long site(long nr, long a, long b, long c);
extern const char site_behind[];
__asm__(".pushsection .text\n.globl site\n.type site, @function\nsite:\n"
	".cfi_startproc\n mov %rdi, %rax\n mov %rsi, %rdi\n mov %rdx, %rsi\n"
	"mov %rcx, %rdx\n nop\n nop\n syscall\nsite_behind:\n ret\n"
	".cfi_endproc\n.size site, . - site\n.popsection\n");

/* What the program calls, and is told to a supervisor; what the library would
 * like to call. */
static const int told[] = {SYS_getuid,	     SYS_getppid, SYS_rt_sigprocmask,
			   SYS_prctl,	     SYS_mmap,	  SYS_futex,
			   SYS_gettid,	     SYS_munmap,  SYS_clock_gettime,
			   SYS_rt_sigaction, SYS_close};

static int install(unsigned int how)
{
	return seccomp_filter(told, sizeof(told) / sizeof(told[0]), how,
			      SECCOMP_RET_ALLOW,
			      how == SECCOMP_RET_USER_NOTIF
				      ? SECCOMP_FILTER_FLAG_NEW_LISTENER
				      : 0);
}

static void calls(void)
{
	for (int i = 0; i < 3; i++) {
		CHECK(site(SYS_getppid, 11, 22, 33) == 4711);
		CHECK(site(SYS_getuid, 1, 2, 3) == -EPERM);
		CHECK(site(SYS_close, -1, 2, 3) == -EBADF);
		raw0(SYS_getpid);
	}
	raw3(SYS_exit_group, broken, 0, 0);
}

static void send_fd(int to, int fd)
{
	char byte = 0, control[CMSG_SPACE(sizeof(int))] = {0};
	struct iovec v = {&byte, 1};
	struct msghdr m = {.msg_iov = &v,
			   .msg_iovlen = 1,
			   .msg_control = control,
			   .msg_controllen = sizeof(control)};
	struct cmsghdr *c = CMSG_FIRSTHDR(&m);

	c->cmsg_level = SOL_SOCKET;
	c->cmsg_type = SCM_RIGHTS;
	c->cmsg_len = CMSG_LEN(sizeof(int));
	memcpy(CMSG_DATA(c), &fd, sizeof(fd));
	if (sendmsg(to, &m, 0) != 1)
		raw3(SYS_exit_group, 76, 0, 0);
}

static int receive_fd(int from)
{
	char byte, control[CMSG_SPACE(sizeof(int))];
	struct iovec v = {&byte, 1};
	struct msghdr m = {.msg_iov = &v,
			   .msg_iovlen = 1,
			   .msg_control = control,
			   .msg_controllen = sizeof(control)};
	int fd = -1;

	if (recvmsg(from, &m, 0) == 1 && CMSG_FIRSTHDR(&m))
		memcpy(&fd, CMSG_DATA(CMSG_FIRSTHDR(&m)), sizeof(fd));
	return fd;
}

static int is_of_program(int nr, const unsigned long long *args)
{
	return (nr == SYS_getppid && args[0] == 11 && args[1] == 22 &&
		args[2] == 33) ||
	       (nr == SYS_getuid && args[0] == 1) ||
	       (nr == SYS_close && (int)args[0] == -1);
}

static void supervise(int fd)
{
	for (;;) {
		struct seccomp_notif n = {0};
		struct seccomp_notif_resp answer = {0};

		if (ioctl(fd, SECCOMP_IOCTL_NOTIF_RECV, &n))
			break;
		CHECK(is_of_program(n.data.nr, n.data.args));
		/* the library looks after close, and makes calls itself
		 * whose results handlers wait for */
		if (n.data.nr != SYS_close && !getenv("HANDLERS_WAIT"))
			CHECK(n.data.instruction_pointer ==
			      (uintptr_t)site_behind);
		answer.id = n.id;
		if (n.data.nr == SYS_getppid)
			answer.val = 4711;
		else if (n.data.nr == SYS_getuid)
			answer.error = -EPERM;
		else
			answer.flags = SECCOMP_USER_NOTIF_FLAG_CONTINUE;
		ioctl(fd, SECCOMP_IOCTL_NOTIF_SEND, &answer);
	}
}

static void notified(void)
{
	int pair[2], fd, status;
	pid_t pid;

	if (socketpair(AF_UNIX, SOCK_STREAM, 0, pair))
		exit(1);
	fflush(stdout);
	pid = fork();
	if (pid == 0) {
		fd = install(SECCOMP_RET_USER_NOTIF);
		if (fd < 0)
			_exit(77);
		send_fd(pair[1], fd);
		calls();
	}
	close(pair[1]);
	fd = receive_fd(pair[0]);
	if (fd >= 0)
		supervise(fd);
	status = end_of(pid);
	if (status == 77 << 8)
		skip("no notifications of seccomp filters");
	printf("notified: %#x\n", (unsigned int)status);
}

/* All stops are for calls of the program's. */
static void trace(pid_t pid)
{
	int status = end_of(pid);

	ptrace(PTRACE_SETOPTIONS, pid, 0, PTRACE_O_TRACESECCOMP);
	while (ptrace(PTRACE_CONT, pid, 0, 0) == 0) {
		struct user_regs_struct regs;
		unsigned long long args[3];

		status = end_of(pid);
		if (!WIFSTOPPED(status))
			break;
		if (status >> 8 != (SIGTRAP | PTRACE_EVENT_SECCOMP << 8))
			continue;
		ptrace(PTRACE_GETREGS, pid, 0, &regs);
		args[0] = regs.rdi;
		args[1] = regs.rsi;
		args[2] = regs.rdx;
		CHECK(is_of_program((int)regs.orig_rax, args));
		regs.rax = regs.orig_rax == SYS_getuid
				   ? (unsigned long long)-EPERM
				   : 4711;
		if (regs.orig_rax == SYS_close)
			continue;
		regs.orig_rax = (unsigned long long)-1;
		ptrace(PTRACE_SETREGS, pid, 0, &regs);
	}
	printf("traced: %#x\n", (unsigned int)status);
}

static void traced(void)
{
	pid_t pid;

	fflush(stdout);
	pid = fork();
	if (pid == 0) {
		ptrace(PTRACE_TRACEME, 0, 0, 0);
		raise(SIGSTOP);
		if (install(SECCOMP_RET_TRACE))
			_exit(77);
		calls();
	}
	trace(pid);
}

int main(void)
{
	notified();
	traced();
	return verdict();
}
