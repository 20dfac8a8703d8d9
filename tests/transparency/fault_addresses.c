/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Synchronous faults in code of the program: signal, si_code, si_addr and rip
 * as ever, before and after calls. Fails when faults_arrived takes a fault of
 * the program's for one that nobody handles.
 */
#define _GNU_SOURCE
#include <setjmp.h>
#include <signal.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <ucontext.h>
#include <unistd.h>

#include "check.h"

static sigjmp_buf out;
static uintptr_t label, data;

static void on_fault(int sig, siginfo_t *info, void *context)
{
	const ucontext_t *u = context;
	uintptr_t rip = (uintptr_t)u->uc_mcontext.gregs[REG_RIP];
	uintptr_t addr = (uintptr_t)info->si_addr;

	printf("signal %d code %d: rip +%ld, address %s\n", sig, info->si_code,
	       rip == data ? 0 : (long)(rip - label),
	       addr == label  ? "that of the instruction"
	       : addr == data ? "that of the data"
	       : addr == 0    ? "none"
			      : "another");
	data = 1;
	siglongjmp(out, 1);
}

#define FAULT(code, ...)                                                       \
	do {                                                                   \
		if (sigsetjmp(out, 1) == 0)                                    \
			__asm__ volatile("lea 1f(%%rip), %%rax\n\t"            \
					 "mov %%rax, %0\n"                     \
					 "1:\t" code                           \
					 : "=m"(label)                         \
					 : __VA_ARGS__                         \
					 : "rax", "rdx", "rcx", "memory",      \
					   "cc");                              \
		CHECK(getppid() > 0);                                          \
	} while (0)

int main(void)
{
	struct sigaction act = {.sa_sigaction = on_fault,
				.sa_flags = SA_SIGINFO};
	static const int signals[] = {SIGFPE, SIGILL, SIGTRAP, SIGBUS, SIGSEGV};
	char path[] = "faultXXXXXX";
	int fd = mkstemp(path);
	char *past = mmap(NULL, 4096, PROT_READ, MAP_SHARED, fd, 0);
	char *none =
		mmap(NULL, 4096, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	char *gone =
		mmap(NULL, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	unlink(path);
	munmap(gone, 4096);
	for (size_t i = 0; i < sizeof(signals) / sizeof(signals[0]); i++)
		sigaction(signals[i], &act, NULL);
	for (volatile int round = 0; round < 2; round++) {
		FAULT("xor %%ecx, %%ecx\n2:\tdiv %%ecx", "S"(0));
		FAULT("ud2", "S"(0));
		FAULT("int3", "S"(0));
		FAULT("int $0x4f", "S"(0));
		FAULT("hlt", "S"(0));
		data = (uintptr_t)past;
		FAULT("movb (%[p]), %%dl", [p] "S"(past));
		data = (uintptr_t)none;
		FAULT("movb (%[p]), %%dl", [p] "S"(none));
		data = (uintptr_t)gone;
		FAULT("movb %%dl, (%[p])", [p] "S"(gone));
		FAULT("movb (%[p]), %%dl", [p] "S"(1ul << 60));
		data = (uintptr_t)gone;
		FAULT("jmp *%[p]", [p] "S"(gone));
		/* a step of one instruction */
		FAULT("pushf\n\torl $0x100, (%%rsp)\n\tpopf\n\tnop", "S"(0));
		__asm__ volatile("" ::: "memory");
	}
	return verdict();
}
