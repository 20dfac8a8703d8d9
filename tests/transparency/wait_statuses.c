/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * wait4 and waitid: exit codes, signals, stop and continue, WNOHANG, WNOWAIT,
 * the resources used, and their errors. Not seen to fail with one mechanism
 * switched off: the kernel itself writes the results.
 */
#define _GNU_SOURCE
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <unistd.h>

#include "tasks.h"

static siginfo_t wait_for(pid_t child, int options)
{
	siginfo_t info = {0};

	CHECK(waitid(P_PID, (id_t)child, &info, options) == 0);
	CHECK(info.si_signo == SIGCHLD && info.si_pid == child);
	return info;
}

static void stop_and_go(void)
{
	pid_t child = fork();
	int status;
	siginfo_t info;

	if (child == 0) {
		raise(SIGSTOP);
		for (;;)
			pause();
	}
	CHECK(waitpid(child, &status, WUNTRACED) == child);
	CHECK(WIFSTOPPED(status) && WSTOPSIG(status) == SIGSTOP);
	CHECK(waitpid(child, &status, WNOHANG) == 0);
	kill(child, SIGCONT);
	info = wait_for(child, WCONTINUED);
	CHECK(info.si_code == CLD_CONTINUED && info.si_status == SIGCONT);
	kill(child, SIGTERM);
	info = wait_for(child, WEXITED | WNOWAIT);
	CHECK(info.si_code == CLD_KILLED && info.si_status == SIGTERM);
	CHECK(end_of(child) == SIGTERM);
}

static void resources(void)
{
	static char room[4 << 20];
	struct rusage used = {0};
	pid_t child = fork();
	int status;

	if (child == 0) {
		struct rusage own;

		memset(room, 1, sizeof(room)); /* a few pages may count as 0 */
		do
			getrusage(RUSAGE_SELF, &own);
		while (own.ru_utime.tv_usec + own.ru_stime.tv_usec < 10000);
		_exit(0);
	}
	CHECK(wait4(child, &status, 0, &used) == child && status == 0);
	CHECK(used.ru_maxrss > 0);
	CHECK(used.ru_utime.tv_usec + used.ru_stime.tv_usec >= 10000);
}

int main(void)
{
	int status;

	for (int code = 0; code < 256; code += 51) {
		pid_t child = fork();

		if (child == 0)
			_exit(code);
		CHECK(wait_for(child, WEXITED | WNOWAIT).si_status == code);
		CHECK(wait4(child, &status, 0, NULL) == child);
		CHECK(WIFEXITED(status) && WEXITSTATUS(status) == code);
	}
	for (int sig = SIGHUP; sig < SIGCHLD; sig++) {
		pid_t child = fork();

		if (child == 0) {
			const struct rlimit no_core = {0, 0};

			setrlimit(RLIMIT_CORE, &no_core);
			kill(getpid(), sig);
			for (;;)
				pause();
		}
		CHECK((end_of(child) & 0x7f) == sig);
	}
	stop_and_go();
	resources();
	CHECK(waitpid(-1, &status, WNOHANG) == -1 && errno == ECHILD);
	CHECK(waitpid(-1, &status, 1 << 20) == -1 && errno == EINVAL);
	CHECK(waitid(P_ALL, 0, NULL, 0) == -1 && errno == EINVAL);
	return verdict();
}
