/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Handlers that interrupted the instructions before a system call go back to
 * them: one within another, more than are usual; with a copy of the frame that
 * the kernel made; by setcontext. Fails if they come to where a jump stands.
 */
#define _GNU_SOURCE
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <ucontext.h>
#include <unistd.h>

#include "check.h"

#define DEPTH 12
#define STACK 65536

long deep_call(const unsigned short *nr);
extern const char deep_load[];

static unsigned short *nr;
static int depth, amiss;
static char stack[STACK] __attribute__((aligned(64)));

static int readable(int yes)
{
	return mprotect(nr, 4096, yes ? PROT_READ : PROT_NONE);
}

static void deeper(int sig, siginfo_t *info, void *context)
{
	const ucontext_t *uc = context;

	(void)sig;
	(void)info;
	amiss |= uc->uc_mcontext.gregs[REG_RIP] != (greg_t)deep_load;
	if (++depth > DEPTH)
		_exit(1);
	if (depth < DEPTH)
		amiss |= deep_call(nr) != getpid();
	else
		readable(1);
}

/* The frame begins with the return address; the state of the vector registers
 * is where its pointer says. */
static void elsewhere(int sig, siginfo_t *info, void *context)
{
	ucontext_t *uc = context, *moved;
	char *frame = (char *)uc - sizeof(void *), *copy = stack + STACK / 2;

	(void)sig;
	(void)info;
	if (++depth > 1)
		_exit(1);
	readable(1);
	memcpy(copy, frame, (size_t)((char *)uc->uc_mcontext.fpregs - frame));
	moved = (ucontext_t *)(void *)(copy + sizeof(void *));
	__asm__ volatile("mov %0, %%rsp\n\tmov $15, %%eax\n\tsyscall"
			 :
			 : "r"(moved)
			 : "memory");
	__builtin_unreachable();
}

static void by_setcontext(int sig, siginfo_t *info, void *context)
{
	(void)sig;
	(void)info;
	if (++depth > 1)
		_exit(1);
	readable(1);
	setcontext(context);
}

static int holds(void (*handler)(int, siginfo_t *, void *))
{
	struct sigaction act = {.sa_sigaction = handler,
				.sa_flags = SA_SIGINFO | SA_NODEFER};
	pid_t child = fork();

	if (child)
		return end_of(child) == 0;
	sigaction(SIGSEGV, &act, NULL);
	readable(0);
	_exit(deep_call(nr) != getpid() || amiss);
}

int main(void)
{
	nr = mmap(NULL, 4096, PROT_READ | PROT_WRITE,
		  MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	*nr = SYS_getpid;
	CHECK(deep_call(nr) == getpid());
	CHECK(holds(deeper));
	CHECK(holds(elsewhere));
	CHECK(holds(by_setcontext));
	return verdict();
}
