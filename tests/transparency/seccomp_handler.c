/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Signals that are handled under seccomp: behind a filter that kills on
 * rt_sigprocmask, and in strict mode. The handler runs and returns, with its
 * mask. Fails when a call is made for that which the program would not make.
 */
#define _GNU_SOURCE
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <sys/prctl.h>

#include "sig.h"

static volatile sig_atomic_t handled, nested;

static void on_signal(int sig, siginfo_t *info, void *context)
{
	(void)info, (void)context;
	if (handled++ == 0 && sig == SIGUSR1) {
		raw6(SYS_tgkill, getpid(), getpid(), SIGUSR2, 0, 0, 0);
		raw6(SYS_tgkill, getpid(), getpid(), SIGUSR1, 0, 0, 0);
		nested = handled == 2; /* it is blocked, the other is not */
	}
}

static void filtered(void)
{
	struct sock_filter code[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
			 offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_rt_sigprocmask, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog prog = {sizeof(code) / sizeof(code[0]), code};

	CHECK(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0);
	CHECK(prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &prog) == 0);
	raw6(SYS_tgkill, getpid(), getpid(), SIGUSR1, 0, 0, 0);
	while (handled < 3)
		getppid();
	CHECK(nested == 1);
}

/* A timer's signal comes while it computes. */
static void strict(void)
{
	struct itimerval soon = {.it_value = {0, 20000}};

	handled = 3; /* no calls in the handler: see on_signal() */
	setitimer(ITIMER_REAL, &soon, NULL);
	if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_STRICT) != 0)
		raw6(SYS_exit, 77, 0, 0, 0, 0, 0);
	while (handled < 4)
		;
	raw6(SYS_write, 1, (long)"strict\n", 7, 0, 0, 0);
	raw6(SYS_exit, 0, 0, 0, 0, 0, 0);
}

int main(void)
{
	int status;
	pid_t child;

	handle(SIGUSR1, on_signal, 0);
	handle(SIGUSR2, on_signal, 0);
	handle(SIGALRM, on_signal, 0);
	fflush(stdout);
	child = fork();
	if (child == 0) {
		filtered();
		_exit(failed);
	}
	waitpid(child, &status, 0);
	printf("filtered: %x\n", status);
	fflush(stdout);
	child = fork();
	if (child == 0)
		strict();
	waitpid(child, &status, 0);
	printf("strict: %x\n", status);
	return failed;
}
