/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Out of SIGSEGV with siglongjmp, thousands of times, on the stack and on an
 * alternate one, from handlers that make calls and from deep inside libc.
 * Fails when faults_arrived does not hand the program's faults on.
 */
#include <setjmp.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "check.h"

static sigjmp_buf out;
static volatile int faults;

static void on_segv(int sig, siginfo_t *info, void *context)
{
	(void)sig;
	(void)info;
	(void)context;
	CHECK(getppid() > 0);
	faults++;
	siglongjmp(out, 1);
}

static void rounds(int n)
{
	char *volatile wild = (char *)8; /* in the sled's page */
	char *volatile wilder = (char *)~0xffffl;
	int fd[2];

	CHECK(pipe(fd) == 0);
	for (volatile int i = 0; i < n; i++) {
		if (sigsetjmp(out, 1) == 0)
			strcpy(i % 2 ? wild : wilder, "abc");
		CHECK(write(fd[1], "x", 1) == 1);
		CHECK(read(fd[0], &(char){0}, 1) == 1);
	}
	close(fd[0]);
	close(fd[1]);
}

int main(void)
{
	static char stack[65536];
	const stack_t alternate = {.ss_sp = stack, .ss_size = sizeof(stack)};
	struct sigaction act = {.sa_sigaction = on_segv,
				.sa_flags = SA_SIGINFO};

	sigaction(SIGSEGV, &act, NULL);
	rounds(2000);
	sigaltstack(&alternate, NULL);
	act.sa_flags |= SA_ONSTACK;
	sigaction(SIGSEGV, &act, NULL);
	rounds(2000);
	printf("%d faults\n", faults);
	return verdict();
}
