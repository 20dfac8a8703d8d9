/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * A program points fs elsewhere by an instruction, without a call: to memory of
 * its own, to a few words, to none. Calls, signals, faults and forks go on, in
 * threads as well, and when fs is as it was. Fails without the word that tells
 * libc's storage from others, and without the way on from the fault where there
 * is no memory.
 */
#define _GNU_SOURCE
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <ucontext.h>
#include <unistd.h>

#include "raw.h"
#include "tasks.h"

#define FSGSBASE 2
#define PAGE 4096
#define ROUNDS 20

static uintptr_t places[4];
static char memory[2 * PAGE] __attribute__((aligned(64)));
static volatile int arrived[2];

static inline uintptr_t get_fs(void)
{
	uintptr_t fs;

	__asm__ volatile("rdfsbase %0" : "=r"(fs));
	return fs;
}

static inline void set_fs(uintptr_t fs)
{
	__asm__ volatile("wrfsbase %0" : : "r"(fs) : "memory");
}

/* Past the two bytes of mov (%rax), %eax. */
static void fault(int sig, siginfo_t *info, void *context)
{
	ucontext_t *uc = context;

	(void)sig;
	(void)info;
	arrived[0] += raw0(SYS_getppid) > 0;
	uc->uc_mcontext.gregs[REG_RIP] += 2;
}

static void signalled(int sig, siginfo_t *info, void *context)
{
	(void)sig;
	(void)info;
	(void)context;
	arrived[1] += raw0(SYS_getppid) > 0;
}

/* Nothing here may look at storage. */
static int calls(uintptr_t place)
{
	uintptr_t own = get_fs();
	long parent, child, status = 0, tid;
	uintptr_t fault_at = places[3];

	set_fs(place);
	tid = raw0(SYS_gettid);
	parent = raw0(SYS_getppid);
	raw3(SYS_tgkill, raw0(SYS_getpid), tid, SIGUSR1);
	__asm__ volatile("mov (%%rax), %%eax" : "+a"(fault_at));
	child = raw0(SYS_fork);
	if (child == 0)
		raw3(SYS_exit_group, raw0(SYS_getppid) > 0 ? 3 : 4, 0, 0);
	raw6(SYS_wait4, child, (long)&status, 0, 0, 0, 0);
	set_fs(own);
	return parent == getppid() && tid == gettid() && status == 3 << 8;
}

static void *run(void *arg)
{
	for (int i = 0; i < ROUNDS; i++)
		CHECK(calls(places[i % 4]));
	return arg;
}

int main(void)
{
	struct sigaction on_fault = {.sa_sigaction = fault,
				     .sa_flags = SA_SIGINFO};
	struct sigaction on_signal = {.sa_sigaction = signalled,
				      .sa_flags = SA_SIGINFO};
	pthread_t thread;
	char *page;

	if (!(getauxval(AT_HWCAP2) & FSGSBASE)) {
		puts("no instruction sets fs here");
		return 77;
	}
	page = mmap(NULL, 3 * PAGE, PROT_READ | PROT_WRITE,
		    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	mprotect(page, PAGE, PROT_NONE);
	mprotect(page + 2 * PAGE, PAGE, PROT_NONE);
	places[0] = (uintptr_t)memory + PAGE;
	places[1] = (uintptr_t)page + PAGE;
	places[2] = (uintptr_t)page + 2 * PAGE - 16;
	places[3] = (uintptr_t)page;
	sigaction(SIGSEGV, &on_fault, NULL);
	sigaction(SIGUSR1, &on_signal, NULL);
	/* in one thread after the other: what arrives is counted */
	for (int i = 0; i < 2; i++) {
		run(NULL);
		CHECK(pthread_create(&thread, NULL, run, NULL) == 0);
		pthread_join(thread, NULL);
	}
	CHECK(arrived[0] == 4 * ROUNDS && arrived[1] == 4 * ROUNDS);
	return verdict();
}
