/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * A handler on an alternate stack of what the kernel needs and 2 KiB makes
 * calls; each may be a signal of its own (SIGSYS), which needs as much. Fails
 * when entry_call takes 16 KiB more of the program's stack, as the interpreter
 * would without a stack of its own.
 */
#define _GNU_SOURCE
#include <signal.h>
#include <stdlib.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <unistd.h>

#include "check.h"

static volatile int handled, outside;
static stack_t alternate;

static void on_signal(int sig)
{
	char here, c = 0;
	int fd[2];

	(void)sig;
	if (&here < (char *)alternate.ss_sp ||
	    &here > (char *)alternate.ss_sp + alternate.ss_size)
		outside = 1;
	if (pipe(fd) || write(fd[1], "y", 1) != 1 || read(fd[0], &c, 1) != 1 ||
	    c != 'y' || close(fd[0]) || close(fd[1]))
		outside = 2;
	if (getppid() <= 0 || write(-1, "", 1) != -1)
		outside = 3;
	handled++;
}

int main(void)
{
	struct sigaction act = {.sa_handler = on_signal,
				.sa_flags = SA_ONSTACK};
	size_t least = getauxval(AT_MINSIGSTKSZ), size;
	char *map = mmap(NULL, 65536, PROT_READ | PROT_WRITE,
			 MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (!least)
		least = 2048;
	size = 2 * least + 2048;
	mprotect(map, 4096, PROT_NONE);
	alternate = (stack_t){.ss_sp = map + 4096, .ss_size = size};
	CHECK(sigaltstack(&alternate, NULL) == 0);
	sigaction(SIGUSR1, &act, NULL);
	for (int i = 0; i < 200; i++)
		raise(SIGUSR1);
	CHECK(handled == 200);
	CHECK(!outside);
	return verdict();
}
