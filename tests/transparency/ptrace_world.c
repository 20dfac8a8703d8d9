/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * A task in its maker's memory that stops all of its maker's threads, as leak
 * checkers do, and makes calls meanwhile. Fails when its calls are hooked: they
 * wait for a lock that one of the stopped threads holds.
 */
#define _GNU_SOURCE
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "check.h"
#include "raw.h"

#define THREADS 3
#define ROUNDS 100
#define STACK 262144

static volatile int over, ready, refused;
static pid_t tid[THREADS];

static void *call_often(void *own_tid)
{
	*(pid_t *)own_tid = gettid();
	while (!over)
		raw0(SYS_getppid);
	return NULL;
}

/* Until it has its SIGSTOP; what else there is goes on to it. */
static void await_stop(pid_t pid)
{
	int status = 0;

	for (;;) {
		raw6(SYS_wait4, pid, (long)&status, __WALL, 0, 0, 0);
		if (!WIFSTOPPED(status) || WSTOPSIG(status) == SIGSTOP)
			return;
		raw6(SYS_ptrace, PTRACE_CONT, pid, 0, WSTOPSIG(status), 0, 0);
	}
}

/* No call of libc's: its locks may be held by who is stopped. */
static int stop_all(void *unused)
{
	int stopped = 0;

	(void)unused;
	while (!ready)
		raw0(SYS_sched_yield);
	for (int i = 0; i < THREADS; i++)
		if (raw6(SYS_ptrace, PTRACE_ATTACH, tid[i], 0, 0, 0, 0) == 0)
			stopped++;
		else
			refused = 1;
	for (int i = 0; i < THREADS && !refused; i++)
		await_stop(tid[i]);
	for (int i = 0; i < 100; i++)
		raw0(SYS_getuid);
	raw3(SYS_close, -1, 0, 0);
	for (int i = 0; i < THREADS && !refused; i++)
		raw6(SYS_ptrace, PTRACE_DETACH, tid[i], 0, 0, 0, 0);
	return stopped;
}

int main(void)
{
	char *stack = mmap(NULL, STACK, PROT_READ | PROT_WRITE,
			   MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	pthread_t thread[THREADS];

	for (int i = 0; i < THREADS; i++)
		CHECK(pthread_create(&thread[i], NULL, call_often, &tid[i]) ==
		      0);
	for (int i = 0; i < THREADS; i++)
		while (!*(volatile pid_t *)&tid[i])
			sched_yield();
	for (int round = 0; round < ROUNDS && !refused; round++) {
		pid_t child;

		ready = 0;
		child = clone(stop_all, stack + STACK,
			      CLONE_VM | CLONE_FS | CLONE_FILES |
				      CLONE_UNTRACED | SIGCHLD,
			      NULL);
		/* Yama lets a child do it that is named */
		prctl(PR_SET_PTRACER, child, 0, 0, 0);
		ready = 1;
		CHECK(refused || end_of(child) == THREADS << 8);
	}
	over = 1;
	for (int i = 0; i < THREADS; i++)
		pthread_join(thread[i], NULL);
	if (refused)
		skip("no ptrace");
	return verdict();
}
