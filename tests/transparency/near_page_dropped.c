/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * A page of code is given back to the kernel, which reads it from the file
 * again: fails if half of a jump is left.
 */
#define _GNU_SOURCE
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "check.h"

long across_call(void);
extern char across_page[];

static int holds_without(unsigned long page)
{
	pid_t child = fork();

	if (child)
		return end_of(child) == 0;
	if (madvise((void *)page, 4096, MADV_DONTNEED))
		_exit(2);
	_exit(across_call() != getppid());
}

int main(void)
{
	CHECK(across_call() == getppid());
	CHECK(holds_without((unsigned long)across_page));
	CHECK(holds_without((unsigned long)across_page - 4096));
	return verdict();
}
