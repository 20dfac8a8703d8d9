/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * A program may unmap, and map for itself, all addresses where nothing of it
 * is: fails if the stubs of its call sites were there.
 */
#define _GNU_SOURCE
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "check.h"

#define ROOM (64ul << 20)

extern const char __ehdr_start[];

static long own_call(void)
{
	long ret;

	__asm__ volatile("mov $110, %%eax\n\tsyscall"
			 : "=a"(ret)
			 :
			 : "rcx", "r11", "memory");
	return ret;
}

int main(void)
{
	char *room = (char *)(((unsigned long)__ehdr_start & ~4095ul) - ROOM);
	pid_t child;

	CHECK(own_call() == getppid());
	child = fork();
	if (!child) {
		munmap(room, ROOM);
		_exit(own_call() != getppid());
	}
	CHECK(end_of(child) == 0);
	child = fork();
	if (!child) {
		mmap(room, ROOM, PROT_READ | PROT_WRITE,
		     MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
		_exit(own_call() != getppid());
	}
	CHECK(end_of(child) == 0);
	child = fork();
	if (!child) {
		madvise(room, ROOM, MADV_DONTNEED);
		_exit(own_call() != getppid());
	}
	CHECK(end_of(child) == 0);
	return verdict();
}
