/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * null_call [caught | write]: a call through a null function pointer, with a
 * number that looks like a system call in rax; or a write to address 0.
 */
#define _GNU_SOURCE
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <ucontext.h>
#include <unistd.h>

static void on_segv(int sig, siginfo_t *info, void *context)
{
	const ucontext_t *u = context;
	char text[80];
	int n = snprintf(text, sizeof(text),
			 "signal %d at rip %llx address %p\n", sig,
			 u->uc_mcontext.gregs[REG_RIP], info->si_addr);

	if (write(1, text, (size_t)n) != n)
		_exit(2);
	_exit(0);
}

static void call_null(long rax)
{
	__asm__ volatile("xor %%ecx, %%ecx\n\t"
			 "call *%%rcx"
			 : "+a"(rax)
			 :
			 : "rcx", "rdi", "rsi", "rdx", "r8", "r9", "r10", "r11",
			   "memory", "cc");
}

int main(int argc, char **argv)
{
	const char *how = argc > 1 ? argv[1] : "";
	struct sigaction action = {.sa_sigaction = on_segv,
				   .sa_flags = SA_SIGINFO};
	volatile char *zero;

	if (strcmp(how, "caught") == 0)
		sigaction(SIGSEGV, &action, NULL);
	if (strcmp(how, "write") == 0) {
		__asm__("xor %0, %0" : "=r"(zero));
		*zero = 1;
	}
	call_null(39);
	puts("still alive");
	return 0;
}
