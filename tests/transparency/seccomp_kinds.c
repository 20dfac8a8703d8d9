/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Each action of a filter, for the program's calls, and several filters of
 * which the strictest counts. What a filter that is installed in a handler, by
 * one thread only, in a vfork child, or that refuses the next one does holds as
 * natively. Fails without seccomp_filters_set() for threads and vfork children:
 * the library would make calls that are refused there, or none in the others.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <unistd.h>

#include "check.h"
#include "jit.h"
#include "seccomp.h"
#include "seccomp_parts.h"

static int install(int nr, unsigned int how)
{
	struct sock_filter code[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, 0),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (unsigned int)nr, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, how),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog program = {.len = 4, .filter = code};

	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))
		return -1;
	return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0);
}

static void plain_actions(void)
{
	CHECK(install(SYS_getuid, SECCOMP_RET_ERRNO | 0) == 0);
	CHECK(raw0(SYS_getuid) == 0);
	CHECK(install(SYS_geteuid, SECCOMP_RET_ERRNO | 5000) == 0);
	CHECK(raw0(SYS_geteuid) == -4095);
	CHECK(install(SYS_getgid, SECCOMP_RET_TRACE | 1) == 0);
	CHECK(raw0(SYS_getgid) == -ENOSYS); /* nobody traces */
	CHECK(install(SYS_getppid, SECCOMP_RET_LOG) == 0);
	CHECK(raw0(SYS_getppid) > 0);
}

static void stacked(void)
{
	CHECK(install(SYS_getuid, SECCOMP_RET_ERRNO | 1) == 0);
	CHECK(install(SYS_getuid, SECCOMP_RET_ERRNO | 2) == 0);
	CHECK(raw0(SYS_getuid) == -2);
	CHECK(install(SYS_getuid, SECCOMP_RET_LOG) == 0);
	CHECK(install(SYS_getuid, SECCOMP_RET_TRACE) == 0);
	CHECK(raw0(SYS_getuid) == -2);
	CHECK(install(SYS_prctl, SECCOMP_RET_ERRNO | 3) == 0);
	CHECK(install(SYS_getppid, SECCOMP_RET_ERRNO | 4) == -1 && errno == 3);
	CHECK(raw0(SYS_getppid) > 0);
	for (int i = 0; i < 3; i++)
		CHECK(jit0(SYS_getpid) == raw0(SYS_getpid));
	install(SYS_getuid, SECCOMP_RET_KILL_PROCESS); /* refused by then */
	CHECK(raw0(SYS_getuid) == -2);
}

static void wrong(void)
{
	struct sock_filter code[] = {BPF_STMT(BPF_LD | BPF_W | BPF_ABS, 3),
				     BPF_STMT(BPF_RET | BPF_K,
					      SECCOMP_RET_KILL_PROCESS)};
	struct sock_fprog program = {.len = 2, .filter = code};

	prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	CHECK(prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == -1 &&
	      errno == EINVAL);
	CHECK(prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, -4096L) == -1 &&
	      errno == EFAULT);
	program.filter = (void *)-4096L;
	CHECK(prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == -1);
	program.filter = code + 1;
	program.len = 1;
	CHECK(syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 1u << 30,
		      &program) == -1);
	CHECK(getppid() > 0 && jit0(SYS_getppid) > 0);
}

static volatile int done;

static void in_handler(int sig)
{
	(void)sig;
	CHECK(install(SYS_rt_sigprocmask, SECCOMP_RET_KILL_PROCESS) == 0);
	CHECK(install(SYS_futex, SECCOMP_RET_KILL_PROCESS) == 0);
	done++;
}

static void by_handler(void)
{
	signal(SIGUSR1, in_handler);
	raw3(SYS_kill, getpid(), SIGUSR1, 0);
	CHECK(done == 1);
	raw3(SYS_kill, getpid(), SIGUSR1, 0);
	CHECK(done == 2);
	CHECK(raw0(SYS_getppid) > 0 && jit0(SYS_getppid) > 0);
}

static void *filtered_thread(void *arg)
{
	(void)arg;
	CHECK(install(SYS_getuid, SECCOMP_RET_ERRNO | 77) == 0);
	CHECK(install(SYS_rt_sigprocmask, SECCOMP_RET_ERRNO | 76) == 0);
	CHECK(raw0(SYS_getuid) == -77);
	CHECK(raw6(SYS_rt_sigprocmask, 0, 0, 0, 8, 0, 0) == -76);
	return NULL;
}

static void handler(int sig)
{
	sigset_t set;

	(void)sig;
	sigprocmask(SIG_BLOCK, NULL, &set);
	CHECK(sigismember(&set, SIGUSR1) && sigismember(&set, SIGUSR2));
	done++;
}

/* The others are as they were. */
static void by_one_thread(void)
{
	struct sigaction act = {.sa_handler = handler};
	pthread_t thread;

	sigaddset(&act.sa_mask, SIGUSR2);
	sigaction(SIGUSR1, &act, NULL);
	pthread_create(&thread, NULL, filtered_thread, NULL);
	pthread_join(thread, NULL);
	CHECK(raw0(SYS_getuid) != -77);
	raw3(SYS_kill, getpid(), SIGUSR1, 0);
	CHECK(done == 1);
	pthread_create(&thread, NULL, filtered_thread, NULL);
	pthread_join(thread, NULL);
}

static void by_vfork_child(void)
{
	pid_t pid = vfork();

	if (pid == 0) {
		install(SYS_getuid, SECCOMP_RET_ERRNO | 77);
		install(SYS_rt_sigprocmask, SECCOMP_RET_KILL_PROCESS);
		_exit(raw0(SYS_getuid) == -77 ? 5 : 6);
	}
	CHECK(end_of(pid) == 5 << 8);
	CHECK(raw0(SYS_getuid) != -77);
	CHECK(raw6(SYS_rt_sigprocmask, 0, 0, 0, 8, 0, 0) == 0);
}

static void *killed(void *arg)
{
	install(SYS_getuid, SECCOMP_RET_KILL_THREAD);
	raw0(SYS_getuid);
	CHECK(!"killed");
	return arg;
}

static void kill_thread(void)
{
	pthread_t thread;

	pthread_create(&thread, NULL, killed, NULL);
	usleep(30000);
	CHECK(raw0(SYS_getppid) > 0);
	fflush(stdout);
	_exit(4);
}

static void strict(void)
{
	if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_STRICT))
		_exit(77);
	raw3(SYS_write, 1, (long)"strict\n", 7);
	for (int i = 0; i < 3; i++)
		jit3(SYS_write, 1, (long)"jit\n", 4);
	raw3(SYS_exit, 9, 0, 0);
}

static void strict_broken(void)
{
	if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_STRICT))
		_exit(77);
	jit0(SYS_getpid);
}

int main(void)
{
	static void (*const parts[])(void) = {
		plain_actions, stacked,	      wrong,
		by_handler,    by_one_thread, by_vfork_child,
		kill_thread,   strict,	      strict_broken,
	};

	jit_begin();
	seccomp_parts(parts, sizeof(parts) / sizeof(parts[0]));
	return verdict();
}
