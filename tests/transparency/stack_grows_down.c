/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * A mapping that grows downwards, as stacks of the program's own making do, and
 * the heap of brk grow as far as natively, after calls for which we need
 * memory: fork, an exec that fails, handlers. Fails when ours is mapped
 * wherever the kernel finds room: that is below the last mapping.
 */
#define _GNU_SOURCE
#include <signal.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "break.h"
#include "check.h"

#define HOLE (256ul << 20)
#define SMALL (64ul << 10)
#define GROWTH (6ul << 20) /* RLIMIT_STACK is 8 MiB */
#define PAGE 4096

static void need_memory(void)
{
	char *const args[] = {"none", NULL};
	pid_t child = fork();

	if (child == 0)
		_exit(0);
	CHECK(end_of(child) == 0);
	CHECK(execve("/nowhere/at/all", args, environ) == -1);
	child = vfork();
	if (child == 0)
		_exit(0);
	CHECK(end_of(child) == 0);
	for (int i = 0; i < 3000; i++)
		syscall(SYS_getppid);
}

static void out_of_room(int sig)
{
	static const char text[] = "no room to grow\n";

	(void)sig;
	syscall(SYS_write, 1, text, sizeof(text) - 1);
	_exit(1);
}

int main(void)
{
	static char other[SMALL];
	const stack_t stack = {.ss_sp = other, .ss_size = sizeof(other)};
	struct sigaction act = {.sa_handler = out_of_room,
				.sa_flags = SA_ONSTACK};
	char *hole =
		mmap(NULL, HOLE, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	volatile char *top = hole + HOLE - SMALL;
	char *heap;

	sigaltstack(&stack, NULL);
	sigaction(SIGSEGV, &act, NULL);
	munmap(hole, HOLE);
	CHECK(mmap((void *)top, SMALL, PROT_READ | PROT_WRITE,
		   MAP_PRIVATE | MAP_ANONYMOUS | MAP_GROWSDOWN | MAP_FIXED, -1,
		   0) == top);
	heap = break_is();
	need_memory();
	for (size_t at = 0; at < GROWTH; at += PAGE)
		top[-(long)at] = 1;
	CHECK(break_by(HOLE) == heap);
	return verdict();
}
