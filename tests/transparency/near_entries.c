/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * What stands before a system call may be entered in its middle, by ways that
 * no branch in the code shows, and may be data: fails if a jump is put in its
 * place all the same.
 */
#define _GNU_SOURCE
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "check.h"

extern const unsigned char entries_data[5];
long entries_outer(long nr, long unused), entries_inner(long nr);
long entries_resumed(long nr), entries_chosen(long nr), entries_beside(long nr);

/* In a child: the wrong way may crash. */
static int gives_pid(long (*call)(long))
{
	pid_t child = fork();

	if (!child)
		_exit(call(SYS_getpid) != getpid());
	return end_of(child) == 0;
}

int main(void)
{
	CHECK(entries_outer(SYS_getpid, 0) == getpid());
	CHECK(gives_pid(entries_inner));
	CHECK(gives_pid(entries_resumed));
	CHECK(gives_pid(entries_chosen));
	CHECK(entries_beside(SYS_getpid) == getpid());
	CHECK(memcmp(entries_data, "\xb8\1\2\3\4", 5) == 0);
	return verdict();
}
