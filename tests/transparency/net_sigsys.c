/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * SIGSYS blocked, ignored, handled by the program or left alone: it reads back
 * what it has said, gets what was sent to it and that only, and its calls from
 * code made at run time work all the while. Fails when SIGSYS is blocked or
 * ignored in the kernel's eyes: the next trap kills; and when a trap is taken
 * for the program's own signal, or the other way round.
 */
#define _GNU_SOURCE
#include "sig.h"

#include "jit.h"

static volatile int handled, code_seen;
static volatile pid_t from;

static void on_sys(int sig, siginfo_t *info, void *context)
{
	(void)sig, (void)context;
	handled++;
	code_seen = info->si_code;
	from = info->si_pid;
	CHECK(jit0(SYS_getpid) == getpid());
	CHECK(blocked() & bit(SIGSYS));
}

static void calls(const char *when)
{
	int wrong = 0;

	for (int i = 0; i < 30; i++)
		wrong += jit0(SYS_getppid) != getppid() ||
			 jit3(SYS_close, -1, 0, 0) != -EBADF;
	printf("%s: %d wrong, %d handled\n", when, wrong, handled);
	fflush(stdout);
}

static void by_default(void)
{
	calls("child");
	kill(getpid(), SIGSYS);
}

int main(void)
{
	struct sigaction act;
	sigset_t set, empty;
	siginfo_t info;

	jit_begin();
	sigemptyset(&empty);
	sigemptyset(&set);
	sigaddset(&set, SIGSYS);
	calls("at first");
	signal(SIGSYS, SIG_IGN);
	calls("ignored");
	kill(getpid(), SIGSYS);
	sigaction(SIGSYS, NULL, &act);
	CHECK(act.sa_handler == SIG_IGN);
	calls("sent while ignored");
	handle(SIGSYS, on_sys, 0);
	calls("a handler");
	kill(getpid(), SIGSYS);
	printf("code %d, from us %d\n", code_seen, from == getpid());
	jit3(SYS_tgkill, getpid(), gettid(), SIGSYS);
	printf("code %d\n", code_seen);
	CHECK(jit(SYS_rt_sigprocmask, SIG_BLOCK, (long)&set, 0, 8, 0, 0) == 0);
	CHECK(blocked() == bit(SIGSYS));
	kill(getpid(), SIGSYS);
	calls("sent while blocked");
	sigpending(&set);
	CHECK(sigismember(&set, SIGSYS) == 1);
	CHECK(jit(SYS_rt_sigprocmask, SIG_SETMASK, (long)&empty, 0, 8, 0, 0) ==
	      0);
	calls("unblocked");
	sigprocmask(SIG_BLOCK, &set, NULL);
	jit3(SYS_kill, getpid(), SIGSYS, 0);
	sigemptyset(&set);
	sigaddset(&set, SIGSYS);
	CHECK(jit(SYS_rt_sigtimedwait, (long)&set, (long)&info, 0, 8, 0, 0) ==
	      SIGSYS);
	printf("waited for: code %d\n", info.si_code);
	sigfillset(&set);
	sigprocmask(SIG_SETMASK, &set, NULL);
	calls("all blocked");
	sigprocmask(SIG_SETMASK, &empty, NULL);
	signal(SIGSYS, SIG_DFL);
	calls("at last");
	printf("status %#x\n", (unsigned int)status_of(by_default) & 0x7f);
	return failed;
}
