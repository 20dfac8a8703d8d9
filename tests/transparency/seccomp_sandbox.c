/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Sandboxes as sshd's: a filter that lets a few calls through, and neither
 * rt_sigreturn nor rt_sigprocmask. Calls from code made at run time, handlers
 * that end or leave by siglongjmp, signals without a handler and faults are as
 * natively. Fails without seccomp_filters.c, and go_back_filtered() in
 * signals.c: the way back of a signal of ours would be the call that kills.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <string.h>
#include <sys/time.h>
#include <unistd.h>

#include "check.h"
#include "jit.h"
#include "seccomp.h"

static sigjmp_buf back;
static volatile int times;
static volatile int *volatile nowhere = (volatile int *)8;

static void end(int sig)
{
	(void)sig;
	raw3(SYS_write, 1, (long)"handler\n", 8);
	raw3(SYS_exit_group, 5, 0, 0);
}

static void leave(int sig)
{
	(void)sig;
	times++;
	siglongjmp(back, 1);
}

static void come_back(int sig)
{
	(void)sig;
	times++;
}

static void on(int sig, void (*handler)(int), int flags)
{
	struct sigaction act = {.sa_handler = handler, .sa_flags = flags};

	sigaction(sig, &act, NULL);
}

static void sandbox(unsigned int others)
{
	const int list[] = {SYS_write, SYS_exit_group, SYS_getppid, SYS_getpid,
			    SYS_close};

	if (seccomp_allow_only(list, sizeof(list) / sizeof(list[0]), others))
		raw3(SYS_exit_group, 77, 0, 0);
}

static void calls(unsigned int others)
{
	long pid = getpid();

	sandbox(others);
	for (int i = 0; i < 20; i++) {
		if (jit0(SYS_getpid) != pid || raw0(SYS_getpid) != pid)
			raw3(SYS_exit_group, 1, 0, 0);
		if (jit3(SYS_close, -1, 0, 0) != -EBADF)
			raw3(SYS_exit_group, 2, 0, 0);
	}
	if (raw3(SYS_write, 1, -4096, 4) != -EFAULT)
		raw3(SYS_exit_group, 3, 0, 0);
	_exit(4);
}

static void fault(unsigned int others)
{
	sandbox(others);
	raw0(SYS_getppid);
	*nowhere = 1;
}

static void handled(unsigned int others)
{
	on(SIGSEGV, end, 0);
	sandbox(others);
	raw0(SYS_getppid);
	*nowhere = 1;
}

static void soon(void)
{
	const struct itimerval time = {.it_value = {.tv_usec = 20000}};

	setitimer(ITIMER_REAL, &time, NULL);
}

static void alarmed(unsigned int others)
{
	soon();
	sandbox(others);
	for (;;)
		raw0(SYS_getppid);
}

static void alarm_handled(unsigned int others)
{
	on(SIGALRM, end, 0);
	soon();
	sandbox(others);
	for (;;)
		raw0(SYS_getppid);
}

static void left(unsigned int others)
{
	on(SIGSEGV, leave, SA_NODEFER);
	sandbox(others);
	for (volatile int i = 0; i < 3; i++)
		if (sigsetjmp(back, 0) == 0)
			*nowhere = 1;
	raw0(SYS_getppid);
	jit0(SYS_getppid);
	raw3(SYS_exit_group, 10 + times, 0, 0);
}

/* It is blocked from then on. */
static void left_once(unsigned int others)
{
	on(SIGSEGV, leave, 0);
	sandbox(others);
	if (sigsetjmp(back, 0) == 0)
		*nowhere = 1;
	*nowhere = 1;
}

/* Its own rt_sigreturn is what kills. */
static void returns(unsigned int others)
{
	if (others == (SECCOMP_RET_ERRNO | EPERM)) /* it would run into anything
						    */
		_exit(8);
	on(SIGSEGV, come_back, 0);
	sandbox(others);
	*nowhere = 1;
}

static void refused(unsigned int others)
{
	sandbox(others);
	raw3(SYS_exit_group, raw0(SYS_getuid) == -EPERM ? 6 : 7, 0, 0);
}

int main(void)
{
	static void (*const parts[])(unsigned int) = {
		calls, fault,	  handled, alarmed, alarm_handled,
		left,  left_once, returns, refused,
	};
	static const unsigned int others[] = {SECCOMP_RET_KILL_PROCESS,
					      SECCOMP_RET_KILL_THREAD,
					      SECCOMP_RET_ERRNO | EPERM};

	jit_begin();
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		for (size_t o = 0; o < 3; o++) {
			int status;
			pid_t pid;

			fflush(stdout);
			pid = fork();
			if (pid == 0)
				parts[i](others[o]);
			status = end_of(pid);
			if (status == 77 << 8)
				skip("no seccomp filters");
			printf("%zu %zu: status %#x\n", i, o,
			       (unsigned int)status & 0xff7f);
		}
	return verdict();
}
