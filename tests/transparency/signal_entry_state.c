/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * A handler begins as the kernel has it begin, whatever the interrupted code
 * did: direction flag clear, x87 and mxcsr at their defaults, vector registers
 * empty, rax 0, the stack aligned. Fails when signal_entry in signal_entry.S
 * goes on with its own rax or with one more word on the stack.
 */
#include <signal.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include "check.h"

struct {
	uint64_t rflags, rax, rsp;
	uint64_t mxcsr;
	uint64_t xmm[4];
	uint16_t x87[16];
	uint64_t sig;
	siginfo_t *info;
	void *context;
} entry_seen;

void entry_probe(int sig, siginfo_t *info, void *context);
long odd_kill(pid_t pid, int sig, unsigned long flags);

int main(void)
{
	static const unsigned long flags[] = {0, 0x8d5, 0x400, 0x40000,
					      0x40cd5};
	struct sigaction act = {.sa_sigaction = entry_probe,
				.sa_flags = SA_SIGINFO};

	sigaction(SIGUSR1, &act, NULL);
	for (size_t i = 0; i < sizeof(flags) / sizeof(flags[0]); i++) {
		memset(&entry_seen, 0x5a, sizeof(entry_seen));
		CHECK(odd_kill(getpid(), SIGUSR1, flags[i] | 0x202) == 0);
		printf("flags %#lx: handler has %#lx, rax %lu, mxcsr %#x, "
		       "fcw %#x, ftw %#x, xmm0 %#lx, xmm15 %#lx\n",
		       flags[i], entry_seen.rflags & 0x500, entry_seen.rax,
		       (uint32_t)entry_seen.mxcsr, entry_seen.x87[0],
		       entry_seen.x87[4], entry_seen.xmm[0], entry_seen.xmm[2]);
		CHECK(entry_seen.rsp % 16 == 8);
		CHECK((int)entry_seen.sig == SIGUSR1);
		/* where the kernel has put them, right above the restorer */
		CHECK((uintptr_t)entry_seen.context == entry_seen.rsp + 8);
		CHECK((uintptr_t)entry_seen.info > entry_seen.rsp);
	}
	return verdict();
}
