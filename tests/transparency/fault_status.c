/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * How a process ends of a fault that nobody handles, of abort, of a signal
 * that it sends itself: the same wait status, whether the library has its own
 * handler for the signal or not, and with it ignored or blocked. Fails without
 * perish_arrived() (perish.c).
 */
#include <signal.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

#include "check.h"

static void segv(void)
{
	*(volatile int *)(~0ul << 16) = 1;
}

static void bus(void)
{
	char path[] = "statusXXXXXX";
	int fd = mkstemp(path);

	unlink(path);
	*(volatile char *)mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED,
			       fd, 0) = 1;
}

static void ill(void)
{
	__asm__ volatile("ud2");
}

static void trap(void)
{
	__asm__ volatile("int3");
}

static void fpe(void)
{
	__asm__ volatile("xor %%ecx, %%ecx\n\tdiv %%ecx" ::"a"(1), "d"(0)
			 : "rcx");
}

static void raise_segv(void)
{
	raise(SIGSEGV);
}

static void kill_bus(void)
{
	kill(getpid(), SIGBUS);
}

static void raise_sys(void)
{
	raise(SIGSYS);
}

static void terminate(void)
{
	raise(SIGTERM);
}

int main(void)
{
	static void (*const ends[])(void) = {
		segv,  bus,	   ill,	     trap,	fpe,
		abort, raise_segv, kill_bus, raise_sys, terminate,
	};
	const struct rlimit none = {0, 0};
	sigset_t all;

	setrlimit(RLIMIT_CORE, &none);
	sigfillset(&all);
	for (size_t i = 0; i < 3 * sizeof(ends) / sizeof(ends[0]); i++) {
		pid_t child = fork();

		if (child == 0) {
			for (int sig = 1; sig < 32 && i % 3 == 1; sig++)
				signal(sig, SIG_IGN);
			if (i % 3 == 2)
				sigprocmask(SIG_SETMASK, &all, NULL);
			ends[i / 3]();
			_exit(3);
		}
		printf("%zu, %zu: status %#x\n", i / 3, i % 3,
		       (unsigned int)end_of(child));
	}
	return verdict();
}
