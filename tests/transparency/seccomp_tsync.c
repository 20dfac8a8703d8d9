/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * A filter for all threads (TSYNC), while they make calls, wait in handlers'
 * locks and have signals handled: it lets through none of the library's calls.
 * One that cannot be had by all is had by none. Fails without
 * seccomp_filters_expect() and have_everywhere().
 */
#define _GNU_SOURCE
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <unistd.h>

#include "check.h"
#include "jit.h"
#include "seccomp.h"

#define THREADS 3

static volatile int begun, stop, ended, handled, apart;

static void handler(int sig)
{
	(void)sig;
	handled++;
	raw0(SYS_getppid);
}

static void *work(void *arg)
{
	__atomic_fetch_add(&begun, 1, __ATOMIC_SEQ_CST);
	while (!stop) {
		raw0(SYS_getppid);
		jit3(SYS_close, -1, 0, 0);
		raw0(SYS_sched_yield);
	}
	for (int i = 0; i < 50; i++) {
		raw0(SYS_getppid);
		jit0(SYS_getpid);
	}
	__atomic_fetch_add(&ended, 1, __ATOMIC_SEQ_CST);
	raw3(SYS_exit, 0, 0, 0);
	return arg;
}

static void all_threads(void)
{
	const int list[] = {SYS_write,	 SYS_exit_group,   SYS_exit,
			    SYS_getppid, SYS_getpid,	   SYS_close,
			    SYS_kill,	 SYS_rt_sigreturn, SYS_sched_yield};
	long pid = getpid();
	pthread_t thread;

	signal(SIGUSR1, handler);
	for (int i = 0; i < THREADS; i++)
		pthread_create(&thread, NULL, work, NULL);
	while (begun < THREADS)
		usleep(1000);
	seccomp_all_threads = 1;
	if (seccomp_allow_only(list, sizeof(list) / sizeof(list[0]),
			       SECCOMP_RET_KILL_PROCESS))
		_exit(77);
	for (int i = 0; i < 20; i++)
		raw3(SYS_kill, pid, SIGUSR1, 0);
	stop = 1;
	while (ended < THREADS)
		raw0(SYS_sched_yield);
	raw3(SYS_exit_group, handled > 0 ? 3 : 4, 0, 0);
}

static void *have_own(void *arg)
{
	const int list[] = {SYS_write, SYS_exit, SYS_clock_nanosleep};

	seccomp_all_threads = 0;
	if (seccomp_allow_only(list, 3, SECCOMP_RET_ERRNO | 88))
		_exit(77);
	apart = 1;
	while (!stop)
		raw0(SYS_getppid), usleep(1000);
	return arg;
}

static void not_all(void)
{
	struct sock_filter code[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, 0),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_rt_sigprocmask, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog program = {.len = 4, .filter = code};
	pthread_t thread;

	pthread_create(&thread, NULL, have_own, NULL);
	while (!apart)
		usleep(1000);
	prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	CHECK(syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER,
		      SECCOMP_FILTER_FLAG_TSYNC, &program) > 0);
	CHECK(raw6(SYS_rt_sigprocmask, 0, 0, 0, 8, 0, 0) == 0);
	signal(SIGUSR1, handler);
	for (int i = 0; i < 5; i++)
		raw3(SYS_tgkill, getpid(), gettid(), SIGUSR1);
	CHECK(handled == 5);
	fflush(stdout);
	_exit(broken);
}

int main(void)
{
	static void (*const parts[])(void) = {all_threads, not_all};

	jit_begin();
	for (size_t i = 0; i < 4; i++) {
		int status;
		pid_t pid;

		fflush(stdout);
		pid = fork();
		if (pid == 0)
			parts[i % 2]();
		status = end_of(pid);
		if (status == 77 << 8)
			skip("no seccomp filters");
		printf("%zu: status %#x\n", i, (unsigned int)status & 0xff7f);
	}
	return verdict();
}
