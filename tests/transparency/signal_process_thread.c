/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * The first thread blocks SIGSEGV, SIGBUS and SIGSYS; another thread, which
 * does not, sends them to the process and has handled them when that call
 * returns, with what the kernel says of the sender, behind the call. By default
 * they end the process before it returns. Fails where the first thread gets
 * them from the kernel, and gives them back a moment later.
 */
#define _GNU_SOURCE
#include <pthread.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <ucontext.h>
#include <unistd.h>

#include "tasks.h"

#define ROUNDS 20

static const int sigs[] = {SIGSEGV, SIGBUS, SIGSYS};
static volatile sig_atomic_t told, value, wrong;
static volatile pid_t by;

static void on_signal(int sig, siginfo_t *info, void *context)
{
	const ucontext_t *uc = context;

	wrong += info->si_signo != sig || info->si_pid != getpid() ||
		 info->si_uid != getuid() ||
		 info->si_code != (value ? SI_QUEUE : SI_USER) ||
		 (value && info->si_value.sival_int != value) ||
		 uc->uc_mcontext.gregs[REG_RAX] != 0;
	by = (pid_t)syscall(SYS_gettid);
	told++;
}

static void send(int sig)
{
	const union sigval with = {.sival_int = value};

	told = 0;
	CHECK((value ? sigqueue(getpid(), sig, with) : kill(getpid(), sig)) ==
	      0);
	CHECK(told == 1 && by == (pid_t)syscall(SYS_gettid) && !wrong);
}

static void *sender(void *blocked)
{
	pthread_sigmask(SIG_UNBLOCK, blocked, NULL);
	for (int i = 0; i < 3; i++) {
		value = 0;
		send(sigs[i]);
		value = 4711;
		send(sigs[i]);
	}
	return NULL;
}

static void *end(void *blocked)
{
	pthread_sigmask(SIG_UNBLOCK, blocked, NULL);
	signal(SIGBUS, SIG_DFL);
	kill(getpid(), SIGBUS);
	_exit(1);
}

static void run(void *(*fn)(void *), sigset_t *blocked)
{
	pthread_t thread;

	CHECK(pthread_create(&thread, NULL, fn, blocked) == 0);
	pthread_join(thread, NULL);
}

static void ends(sigset_t *blocked)
{
	pid_t child = fork();
	int status = 0;

	if (child == 0)
		run(end, blocked);
	CHECK(waitpid(child, &status, 0) == child);
	CHECK(WIFSIGNALED(status) && WTERMSIG(status) == SIGBUS);
}

int main(void)
{
	struct sigaction act = {.sa_sigaction = on_signal,
				.sa_flags = SA_SIGINFO};
	const struct rlimit none = {0, 0};
	sigset_t blocked;

	setrlimit(RLIMIT_CORE, &none);
	sigemptyset(&blocked);
	for (int i = 0; i < 3; i++) {
		CHECK(sigaction(sigs[i], &act, NULL) == 0);
		sigaddset(&blocked, sigs[i]);
	}
	sigprocmask(SIG_BLOCK, &blocked, NULL);
	for (int i = 0; i < ROUNDS; i++)
		run(sender, &blocked);
	for (int i = 0; i < ROUNDS / 4; i++)
		ends(&blocked);
	return verdict();
}
