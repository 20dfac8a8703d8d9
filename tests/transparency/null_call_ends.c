/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * A null call that nobody handles ends the process with SIGSEGV: by a call, a
 * jump, a tail call, with the signal ignored or blocked, in a thread. Fails
 * without dispatch.c's look at the call site, or if the sled stays in stray.
 */
#define _GNU_SOURCE
#include <pthread.h>
#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

#include "check.h"

typedef long (*function)(long);
static function volatile nothing;

static void by_call(void)
{
	nothing(39);
}

static void by_jump(void)
{
	__asm__ volatile("xor %%eax, %%eax\n\tjmp *%%rax" ::: "rax");
}

static void by_jump_with_number(void)
{
	__asm__ volatile("mov $39, %%eax\n\txor %%edx, %%edx\n\tjmp *%%rdx" ::
				 : "rax", "rdx");
}

static void ignored(void)
{
	signal(SIGSEGV, SIG_IGN);
	nothing(0);
}

static void blocked(void)
{
	sigset_t set;

	sigfillset(&set);
	sigprocmask(SIG_BLOCK, &set, NULL);
	nothing(0);
}

static void *run(void *arg)
{
	nothing((long)arg);
	return NULL;
}

static void in_thread(void)
{
	pthread_t thread;

	pthread_create(&thread, NULL, run, NULL);
	pthread_join(thread, NULL);
}

static void handled_once(void)
{
	struct sigaction act = {.sa_handler = SIG_DFL};

	sigaction(SIGSEGV, &act, NULL);
	nothing(39);
}

static volatile int calls;

static void on_segv(int sig)
{
	(void)sig;
	if (calls++ > 2)
		_exit(7);
}

/* returning from the handler comes back to the fault */
static void handled_again(void)
{
	signal(SIGSEGV, on_segv);
	nothing(39);
}

static void handler_reset(void)
{
	struct sigaction act = {.sa_handler = on_segv,
				.sa_flags = (int)SA_RESETHAND};

	sigaction(SIGSEGV, &act, NULL);
	nothing(39);
}

int main(void)
{
	static void (*const ways[])(void) = {
		by_call,      by_jump,	     by_jump_with_number,
		ignored,      blocked,	     in_thread,
		handled_once, handled_again, handler_reset,
	};
	const struct rlimit none = {0, 0};

	setrlimit(RLIMIT_CORE, &none);
	for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++) {
		pid_t child = fork();

		if (child == 0) {
			ways[i]();
			_exit(3);
		}
		printf("%zu: status %#x\n", i, (unsigned int)end_of(child));
	}
	return verdict();
}
