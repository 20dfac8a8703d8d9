/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * The kernel probes the return of a function: the program comes to a page of
 * the kernel's, and from there makes a system call that may come from nowhere
 * else. Fails (SIGILL) if the net catches that and makes it in the gate.
 */
#define _GNU_SOURCE
#include "check.h"
#include "probes.h"

int main(void)
{
	long before = probed_call();
	pid_t child;
	int fd;

	fd = probe(PROBE_RETURN);
	CHECK(before == getppid());
	child = fork(); /* it is probed too */
	if (!child)
		_exit(probed_call() != getppid());
	CHECK(end_of(child) == 0);
	close(fd);
	return verdict();
}
