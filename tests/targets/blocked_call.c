/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Says that it will block, and does, three functions down in a read of a pipe
 * that nobody writes to: libc's, or with an argument an instruction of its own.
 * Not for longer than a minute. The call site has been used before.
 */
#include <stdio.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "raw.h"

static int ends[2];
static char byte;

/* What follows a call keeps it from becoming a jump. */
#define NO_TAIL_CALL(ret) __asm__ volatile("" : "+r"(ret))

static __attribute__((noinline)) long inner(int raw)
{
	long ret = raw ? raw3(SYS_read, ends[0], (long)&byte, 1)
		       : read(ends[0], &byte, 1);

	NO_TAIL_CALL(ret);
	return ret;
}

static __attribute__((noinline)) long middle(int raw)
{
	long ret = inner(raw);

	NO_TAIL_CALL(ret);
	return ret;
}

static __attribute__((noinline)) long outer(int raw)
{
	long ret = middle(raw);

	NO_TAIL_CALL(ret);
	return ret;
}

int main(int argc, char **argv)
{
	(void)argv;
	alarm(60);
	if (pipe(ends) || write(ends[1], "x", 1) != 1)
		return 1;
	outer(argc > 1);
	puts("blocks");
	fflush(stdout);
	return outer(argc > 1) != 1;
}
