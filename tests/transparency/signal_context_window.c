/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Signals that find a program at its call sites all the time: each handler sees
 * rip at one of the program's own instructions, with the registers that it has
 * there, although what stands before the call is run elsewhere. Fails without
 * stub_slots_find() in sigcontext.c.
 */
#define _GNU_SOURCE
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <ucontext.h>
#include <unistd.h>

#include "check.h"

/* void window_loop(long rounds): calls of getpid whose number is known where
 * they are made, and whose is not; and the places of its instructions */
void window_loop(long rounds);
extern const char window_loop_end[];
extern const uint16_t window_places[], window_places_end[];

__asm__(".text\n"
	".globl window_loop, window_loop_end, window_places, "
	"window_places_end\n"
	".macro place\n"
	"9: .pushsection .rodata.places, \"a\"\n"
	".short 9b - window_loop\n"
	".popsection\n"
	".endm\n"
	".pushsection .rodata.places, \"a\"\n"
	".balign 2\n"
	"window_places:\n"
	".popsection\n"
	"window_loop:\n"
	".cfi_startproc\n"
	"place\n mov %rdi, %r8\n"
	"place\n mov $39, %r9d\n"
	"place\n mov $0x5a5a, %r10d\n"
	"1: place\n xor %esi, %esi\n"
	"place\n mov $39, %eax\n"
	"place\n xor %edi, %edi\n"
	"place\n syscall\n"
	"place\n mov $0x77, %edi\n"
	"place\n mov %r9, %rax\n"
	"place\n mov $0x66, %esi\n"
	"place\n syscall\n"
	"place\n dec %r8\n"
	"place\n jnz 1b\n"
	"place\n ret\n"
	"window_loop_end:\n"
	".cfi_endproc\n"
	".pushsection .rodata.places, \"a\"\n"
	"window_places_end:\n"
	".popsection\n");

static volatile int looping, stop;
static volatile long handled, astray, wrong;
static volatile greg_t stray_at;

extern const char __executable_start[], etext[];

static int is_place(uintptr_t offset)
{
	uintptr_t at = (uintptr_t)(const void *)window_loop + offset;

	if (offset >=
	    (uintptr_t)window_loop_end - (uintptr_t)(const void *)window_loop)
		return at >= (uintptr_t)__executable_start &&
		       at < (uintptr_t)etext; /* on the way there */
	for (const uint16_t *p = window_places; p < window_places_end; p++)
		if (*p == offset)
			return 1;
	return 0;
}

static void on_signal(int sig, siginfo_t *info, void *context)
{
	const greg_t *r = ((ucontext_t *)context)->uc_mcontext.gregs;
	uintptr_t offset =
		(uintptr_t)r[REG_RIP] - (uintptr_t)(const void *)window_loop;

	(void)sig, (void)info;
	if (!looping)
		return;
	handled++;
	if (!is_place(offset)) {
		astray++;
		stray_at = r[REG_RIP];
	} else if (r[REG_R10] == 0x5a5a) {
		/* behind the first three */
		wrong += r[REG_R9] != 39 || (uint64_t)r[REG_R8] > 20;
	}
}

static void *send(void *to)
{
	while (!stop) {
		pthread_kill(*(pthread_t *)to, SIGUSR1);
		usleep(20);
	}
	return NULL;
}

int main(void)
{
	struct sigaction act = {.sa_sigaction = on_signal,
				.sa_flags = SA_SIGINFO | SA_RESTART};
	pthread_t self = pthread_self(), sender;

	sigaction(SIGUSR1, &act, NULL);
	if (pthread_create(&sender, NULL, send, &self))
		skip("no threads");
	for (int i = 0; i < 10000 && handled < 1500; i++) {
		looping = 1;
		__asm__ volatile("" : : : "memory");
		window_loop(20);
		__asm__ volatile("" : : : "memory");
		looping = 0;
	}
	stop = 1;
	pthread_join(sender, NULL);
	CHECK(handled > 0);
	if (astray)
		printf("%ld of %ld astray, one at %llx\n", astray, handled,
		       stray_at);
	CHECK(wrong == 0);
	CHECK(astray == 0);
	return verdict();
}
