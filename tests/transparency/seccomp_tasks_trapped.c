/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * A filter that refuses prctl and traps some calls: threads and children that
 * begin behind it, with all signals blocked at first, are answered by the
 * program's handler of SIGSYS each time. Fails without sigmask_are_kernels():
 * where each call is caught by the net alone (engine sud) such a task goes
 * without, so nobody sees that it unblocks SIGSYS.
 */
#define _GNU_SOURCE
#include <pthread.h>
#include <signal.h>
#include <sys/syscall.h>
#include <sys/ucontext.h>
#include <unistd.h>

#include "check.h"
#include "raw.h"
#include "seccomp.h"

static volatile int handled;

static void on_sys(int sig, siginfo_t *info, void *context)
{
	ucontext_t *uc = context;

	(void)sig;
	CHECK(info->si_code == 1 && info->si_syscall == SYS_getppid);
	CHECK(!sigismember(&uc->uc_sigmask, SIGSYS));
	handled++;
	uc->uc_mcontext.gregs[REG_RAX] = 4711;
}

static void *calls(void *unused)
{
	sigset_t mask;

	(void)unused;
	for (int i = 0; i < 5; i++)
		CHECK(raw0(SYS_getppid) == 4711);
	CHECK(pthread_sigmask(SIG_SETMASK, NULL, &mask) == 0 &&
	      !sigismember(&mask, SIGSYS) && !sigismember(&mask, SIGSEGV));
	return NULL;
}

static void thread(void)
{
	pthread_t t;

	CHECK(pthread_create(&t, NULL, calls, NULL) == 0 &&
	      pthread_join(t, NULL) == 0);
}

/* All is blocked when it begins, and it lets SIGSYS through. */
static void child(void)
{
	sigset_t all, none;
	pid_t pid;

	sigfillset(&all);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &all, NULL);
	pid = fork();
	sigprocmask(SIG_SETMASK, &none, NULL);
	if (pid == 0) {
		calls(NULL);
		thread();
		_exit(broken);
	}
	CHECK(end_of(pid) == 0);
}

int main(void)
{
	static const int trapped[] = {SYS_getppid}, refused[] = {SYS_prctl};
	const struct sigaction act = {.sa_sigaction = on_sys,
				      .sa_flags = SA_SIGINFO};

	sigaction(SIGSYS, &act, NULL);
	if (seccomp_filter(trapped, 1, SECCOMP_RET_TRAP, SECCOMP_RET_ALLOW, 0))
		skip("no seccomp filters");
	seccomp_filter(refused, 1, SECCOMP_RET_ERRNO | 1, SECCOMP_RET_ALLOW, 0);
	calls(NULL);
	for (int i = 0; i < 3; i++) {
		thread();
		child();
	}
	CHECK(handled == 5 + 3 * 5);
	return verdict();
}
