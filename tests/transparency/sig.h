/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * What the signal_* programs have in common. A check that fails says so on
 * standard output; main() returns failed.
 */
#ifndef SIG_H
#define SIG_H

#include <errno.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <ucontext.h>
#include <unistd.h>

#include "raw.h"

static int failed;

#define CHECK(what)                                                            \
	do {                                                                   \
		if (!(what)) {                                                 \
			failed = 1;                                            \
			printf("line %d: %s\n", __LINE__, #what);              \
			fflush(stdout);                                        \
		}                                                              \
	} while (0)

/* The kernel's struct sigaction: with flags and restorer as they are. */
struct kernel_action {
	void *handler;
	unsigned long flags;
	void *restorer;
	uint64_t mask;
};

typedef void (*sig_handler)(int, siginfo_t *, void *);

static inline uint64_t bit(int sig)
{
	return 1ul << (sig - 1);
}

static inline void handle(int sig, sig_handler fn, int flags)
{
	struct sigaction act = {.sa_sigaction = fn,
				.sa_flags = flags | SA_SIGINFO};

	sigaction(sig, &act, NULL);
}

/* What libc would make of it: with its restorer. */
static inline struct kernel_action kernel_action(sig_handler fn, int flags)
{
	struct kernel_action act;

	handle(SIGUSR1, fn, flags);
	raw6(SYS_rt_sigaction, SIGUSR1, 0, (long)&act, 8, 0, 0);
	signal(SIGUSR1, SIG_DFL);
	return act;
}

/* By libc's instruction: one in a small function of ours may stand in a red
 * zone that is in use, and is then not rewritten. */
static inline long mask_call(int how, uint64_t set)
{
	return syscall(SYS_rt_sigprocmask, how, &set, NULL, 8);
}

static inline uint64_t blocked(void)
{
	uint64_t now = 0;

	syscall(SYS_rt_sigprocmask, SIG_BLOCK, NULL, &now, 8);
	return now;
}

/* An address that nothing can be read from or written to. */
static inline void *unmapped(void)
{
	return mmap(NULL, 4096, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
}

/* SIGALRM every so many microseconds; 0: no more. */
static inline void alarm_every(long usec)
{
	struct itimerval timer = {.it_interval = {0, usec},
				  .it_value = {0, usec}};

	setitimer(ITIMER_REAL, &timer, NULL);
}

static inline double now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (double)ts.tv_sec + (double)ts.tv_nsec * 1e-9;
}

/* How a child that runs fn ends, as wait4() has it. */
static inline int status_of(void (*fn)(void))
{
	int status = -1;
	pid_t child;

	fflush(stdout);
	child = fork();
	if (child == 0) {
		fn();
		fflush(stdout);
		_exit(failed);
	}
	waitpid(child, &status, 0);
	return status;
}

#endif
