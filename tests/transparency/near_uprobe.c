/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * The kernel puts a probe before a system call and takes it away: it writes the
 * first byte of what the file has there. Fails if that makes something else of
 * a jump.
 */
#define _GNU_SOURCE
#include "check.h"
#include "probes.h"

int main(void)
{
	long before = probed_call();
	int fd;

	fd = probe(0);
	CHECK(before == getppid());
	CHECK(probed_call() == getppid());
	close(fd);
	CHECK(probed_call() == getppid());
	CHECK(probed_call() == getppid());
	return verdict();
}
