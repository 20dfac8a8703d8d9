/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * A tracer stops its child amid calls that wait for a time and lets it go on:
 * the kernel starts them again with what is left of the time, and the child
 * sees nothing of it. Holds by the call's being made on the program's stack,
 * by an instruction that the kernel can go back to: fails when issue_call()
 * makes such a call again with its first arguments.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <linux/futex.h>
#include <poll.h>
#include <signal.h>
#include <sys/ptrace.h>
#include <sys/select.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "check.h"
#include "raw.h"

#define MS 1000000
#define WAIT_MS 120

static long long now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec * 1000000000ll + ts.tv_nsec;
}

static long wait_by(int how, int never)
{
	struct timespec time = {0, WAIT_MS * MS}, left = {0, 0};
	struct timeval select_time = {0, WAIT_MS * 1000};
	struct pollfd p = {.fd = never, .events = POLLIN};
	unsigned int word = 1;
	fd_set set;

	switch (how) {
	case 0:
		return raw3(SYS_nanosleep, (long)&time, (long)&left, 0);
	case 1:
		return raw6(SYS_clock_nanosleep, CLOCK_MONOTONIC, 0,
			    (long)&time, (long)&left, 0, 0);
	case 2:
		return raw3(SYS_poll, (long)&p, 1, WAIT_MS);
	case 3:
		return raw6(SYS_ppoll, (long)&p, 1, (long)&time, 0, 8, 0);
	case 4:
		return raw6(SYS_futex, (long)&word, FUTEX_WAIT_PRIVATE, 1,
			    (long)&time, 0, 0);
	case 5:
		FD_ZERO(&set);
		FD_SET(never, &set);
		return raw6(SYS_select, never + 1, (long)&set, 0, 0,
			    (long)&select_time, 0);
	default:
		usleep(WAIT_MS * 1000);
		return 0;
	}
}

static void child(int never)
{
	for (int how = 0; how < 7; how++) {
		long long before = now(), took;
		long ret = wait_by(how, never);

		took = (now() - before) / MS;
		printf("%d: %ld%s\n", how, ret,
		       ret == -EINTR || took >= WAIT_MS ? "" : ", too early");
		if (took >= 3 * WAIT_MS)
			printf("%d: %lld ms\n", how, took);
		fflush(stdout);
	}
	_exit(3);
}

/* A signal goes on to the child. How it ended. */
static int interrupt_often(pid_t pid, int *stops)
{
	const struct timespec often = {0, 9 * MS};
	int status = 0;

	for (;;) {
		nanosleep(&often, NULL);
		/* one that is stopped would only be stopped once more */
		if (waitpid(pid, &status, WNOHANG) == 0) {
			ptrace(PTRACE_INTERRUPT, pid, NULL, NULL);
			waitpid(pid, &status, 0);
		}
		if (!WIFSTOPPED(status))
			return status;
		*stops += status >> 16 != 0;
		ptrace(PTRACE_CONT, pid, NULL,
		       status >> 16 ? 0l : (long)WSTOPSIG(status));
	}
}

int main(void)
{
	int ends[2], stops = 0;
	pid_t pid;

	CHECK(pipe(ends) == 0);
	pid = fork();
	if (pid == 0)
		child(ends[0]);
	if (ptrace(PTRACE_SEIZE, pid, NULL, NULL)) {
		kill(pid, SIGKILL);
		skip("no ptrace");
	}
	CHECK(interrupt_often(pid, &stops) == 3 << 8);
	CHECK(stops > 20);
	return verdict();
}
