/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * With a filter of the program's that answers prctl, or kills for it, threads,
 * children and calls from code made at run time go on. Fails without
 * sud_filtered(): each new task would arm the net and be killed. (What exec
 * starts makes more calls than a filter may know of.)
 */
#define _GNU_SOURCE
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <unistd.h>

#include "check.h"
#include "jit.h"
#include "seccomp.h"

static volatile int traps;

static void on_sys(int sig, siginfo_t *info, void *context)
{
	(void)sig, (void)context;
	CHECK(info->si_code == 1 && info->si_syscall == SYS_prctl);
	traps++;
}

static int refuse_prctl(unsigned int how)
{
	struct sock_filter code[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
			 offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_prctl, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, how),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog program = {.len = 4, .filter = code};

	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))
		return -1;
	return (int)syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program);
}

static void *work(void *arg)
{
	for (int i = 0; i < 20; i++) {
		CHECK(jit0(SYS_getpid) == getpid());
		CHECK(jit3(SYS_close, -1, 0, 0) == -EBADF);
	}
	return arg;
}

static void all_kinds(void)
{
	pthread_t thread;
	pid_t pid;

	work(NULL);
	CHECK(pthread_create(&thread, NULL, work, NULL) == 0);
	pthread_join(thread, NULL);
	pid = fork();
	if (pid == 0) {
		work(NULL);
		pthread_create(&thread, NULL, work, NULL);
		pthread_join(thread, NULL);
		_exit(broken);
	}
	CHECK(end_of(pid) == 0);
	pid = vfork();
	if (pid == 0)
		_exit(jit0(SYS_getppid) <= 0);
	CHECK(end_of(pid) == 0);
	work(NULL);
}

static void child(unsigned int how)
{
	struct sigaction act = {.sa_sigaction = on_sys, .sa_flags = SA_SIGINFO};

	sigaction(SIGSYS, &act, NULL);
	if (refuse_prctl(how))
		_exit(77);
	all_kinds();
	CHECK(traps == 0);
	if (how == (SECCOMP_RET_ERRNO | 99))
		CHECK(jit3(SYS_prctl, PR_GET_DUMPABLE, 0, 0) == -99);
	if (how == SECCOMP_RET_TRAP) {
		jit3(SYS_prctl, PR_GET_DUMPABLE, 0, 0);
		CHECK(traps == 1);
	}
	fflush(stdout);
	_exit(broken);
}

int main(void)
{
	static const unsigned int how[] = {
		SECCOMP_RET_ERRNO | 99,
		SECCOMP_RET_TRAP,
		SECCOMP_RET_KILL_PROCESS,
	};

	jit_begin();
	for (size_t i = 0; i < 3; i++) {
		int status;
		pid_t pid;

		fflush(stdout);
		pid = fork();
		if (pid == 0)
			child(how[i]);
		status = end_of(pid);
		if (status == 77 << 8)
			skip("no seccomp filters");
		printf("%zu: status %#x\n", i, (unsigned int)status);
	}
	return verdict();
}
