/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* For targets that check themselves: only what does not hold is said. */
#ifndef CHECK_H
#define CHECK_H

#include <stdio.h>
#include <stdlib.h>
#include <sys/types.h>
#include <sys/wait.h>

static int broken;

#define CHECK(x) check(__LINE__, #x, (x) != 0)

static inline void check(int line, const char *what, int holds)
{
	if (holds)
		return;
	broken = 1;
	printf("line %d: not so: %s\n", line, what);
	fflush(stdout);
}

/* For the end of main. */
static inline int verdict(void)
{
	puts(broken ? "broken" : "well");
	return broken;
}

static inline void skip(const char *why)
{
	puts(why);
	exit(77);
}

/* WIFSTOPPED() of musl overflows if the signal has bit 7
 * (PTRACE_O_TRACESYSGOOD).
 */
static inline int is_stop(int status)
{
	return (status & 0xff) == 0x7f;
}

/* How a child ended, as wait says it. */
static inline int end_of(pid_t child)
{
	int status = -1;

	waitpid(child, &status, 0);
	return status;
}

#endif
