/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * A thread sends a signal to the process while all threads block it, and ends.
 * It is the process's: the first thread has it when it unblocks it. Fails
 * without send_around(): it was the thread's that sent it.
 */
#define _GNU_SOURCE
#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "check.h"
#include "raw.h"

#define VALUE 4711

static pthread_barrier_t inside;
static volatile int got[65], value[65], how;
static pid_t tid;

static void send(int sig)
{
	union sigval v = {.sival_int = VALUE};

	CHECK((how ? sigqueue(getpid(), sig, v) : kill(getpid(), sig)) == 0);
}

static void *other(void *unused)
{
	tid = (pid_t)raw0(SYS_gettid);
	pthread_barrier_wait(&inside);
	send(SIGSEGV);
	send(SIGBUS);
	send(SIGUSR2);
	return unused;
}

static void note(int sig, siginfo_t *info, void *context)
{
	(void)context;
	got[sig]++;
	value[sig] = info->si_code == SI_QUEUE ? info->si_value.sival_int : 0;
}

/* All three are blocked here. The thread ends meanwhile. */
static void busy(int sig)
{
	const struct timespec ms = {.tv_nsec = 1000000};

	(void)sig;
	pthread_barrier_wait(&inside);
	while (raw3(SYS_tgkill, getpid(), tid, 0) == 0)
		nanosleep(&ms, NULL);
	CHECK(!got[SIGSEGV] && !got[SIGBUS] && !got[SIGUSR2]);
}

static void round_of(int way)
{
	sigset_t all, before;
	pthread_t thread;

	how = way;
	memset((void *)got, 0, sizeof(got));
	sigfillset(&all);
	pthread_sigmask(SIG_BLOCK, &all, &before);
	CHECK(pthread_create(&thread, NULL, other, NULL) == 0);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	raise(SIGUSR1);
	printf("%d: %d %d %d\n", way, got[SIGSEGV], got[SIGBUS], got[SIGUSR2]);
	CHECK(value[SIGSEGV] == (way ? VALUE : 0));
	CHECK(value[SIGBUS] == (way ? VALUE : 0));
	pthread_join(thread, NULL);
}

#define IDLE 3

static pthread_barrier_t end;

static void *idle(void *unused)
{
	pthread_barrier_wait(&inside);
	pthread_barrier_wait(&end);
	return unused;
}

static void at_once(void)
{
	pthread_t threads[IDLE];
	sigset_t set, before;

	sigemptyset(&set);
	sigaddset(&set, SIGSEGV);
	pthread_sigmask(SIG_BLOCK, &set, &before);
	for (int i = 0; i < IDLE; i++)
		CHECK(pthread_create(&threads[i], NULL, idle, NULL) == 0);
	pthread_barrier_wait(&inside);
	got[SIGSEGV] = 0;
	CHECK(kill(getpid(), SIGSEGV) == 0 && !got[SIGSEGV]);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	CHECK(got[SIGSEGV] == 1);
	pthread_barrier_wait(&end);
	for (int i = 0; i < IDLE; i++)
		pthread_join(threads[i], NULL);
}

int main(void)
{
	struct sigaction act = {.sa_flags = SA_SIGINFO};

	act.sa_sigaction = note;
	sigaction(SIGSEGV, &act, NULL);
	sigaction(SIGBUS, &act, NULL);
	sigaction(SIGUSR2, &act, NULL);
	act.sa_flags = 0;
	act.sa_handler = busy;
	sigaddset(&act.sa_mask, SIGSEGV);
	sigaddset(&act.sa_mask, SIGBUS);
	sigaddset(&act.sa_mask, SIGUSR2);
	sigaction(SIGUSR1, &act, NULL);
	pthread_barrier_init(&inside, NULL, 2);
	for (int i = 0; i < 6; i++)
		round_of(i & 1);
	pthread_barrier_destroy(&inside);
	pthread_barrier_init(&inside, NULL, IDLE + 1);
	pthread_barrier_init(&end, NULL, IDLE + 1);
	for (int i = 0; i < 20; i++)
		at_once();
	return verdict();
}
