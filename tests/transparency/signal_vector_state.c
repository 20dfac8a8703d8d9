/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Handlers on the alternate stack begin with clear vector registers and the
 * usual mxcsr, whatever they interrupt, and what they write to them is undone
 * when they return. Fails when the frame of a signal that was kept while a hook
 * ran lacks the vector state, or lies on another stack.
 */
#define _GNU_SOURCE
#include "sig.h"

#define MXCSR_USUAL 0x1f80
#define MXCSR_OURS 0x9fc0 /* zero is flushed to, denormals are zero */
#define MXCSR_CONTROL 0xffc0

struct ymm {
	uint64_t words[4];
};

static char stack[65536];
static volatile sig_atomic_t handled, unclean, elsewhere;

static void on_alarm(int sig, siginfo_t *info, void *context)
{
	const struct ymm ones = {{~0ul, ~0ul, ~0ul, ~0ul}}, zero = {0};
	struct ymm found;
	uint32_t mxcsr;

	(void)sig, (void)info, (void)context;
	__asm__ volatile("vmovdqu %%ymm7, %0\n\tstmxcsr %1"
			 : "=m"(found), "=m"(mxcsr));
	unclean += memcmp(&found, &zero, sizeof(zero)) || mxcsr != MXCSR_USUAL;
	elsewhere += (char *)&found - stack < 0 ||
		     (char *)&found - stack > (long)sizeof(stack);
	__asm__ volatile("vmovdqu %0, %%ymm7\n\tvmovdqu %0, %%ymm1" ::"m"(ones)
			 : "xmm1", "xmm7");
	handled++;
}

/* getppid, with what ymm1 and ymm7 are in front of it and behind it. */
static int keeps(uint64_t value)
{
	const struct ymm before = {{value, value + 1, ~value, value << 32}};
	struct ymm one, seven;
	uint32_t mxcsr;
	long ret;

	__asm__ volatile("vmovdqu %4, %%ymm7\n\tvmovdqu %4, %%ymm1\n\t"
			 "mov $110, %%eax\n\tsyscall\n\t"
			 "vmovdqu %%ymm1, %1\n\tvmovdqu %%ymm7, %2\n\t"
			 "stmxcsr %3"
			 : "=&a"(ret), "=m"(one), "=m"(seven), "=m"(mxcsr)
			 : "m"(before)
			 : "rcx", "r11", "xmm1", "xmm7", "memory");
	return ret > 0 && !memcmp(&before, &one, sizeof(one)) &&
	       !memcmp(&before, &seven, sizeof(seven)) &&
	       (mxcsr & MXCSR_CONTROL) == (MXCSR_OURS & MXCSR_CONTROL);
}

int main(void)
{
	const stack_t st = {.ss_sp = stack, .ss_size = sizeof(stack)};
	const uint32_t mxcsr = MXCSR_OURS;
	double end;

	if (!__builtin_cpu_supports("avx")) {
		puts("no AVX here");
		return 77;
	}
	sigaltstack(&st, NULL);
	handle(SIGALRM, on_alarm, SA_ONSTACK | SA_RESTART);
	alarm_every(300);
	end = now() + 20;
	__asm__ volatile("ldmxcsr %0" ::"m"(mxcsr));
	for (uint64_t i = 0; handled < 200 && now() < end; i++)
		CHECK(keeps(i));
	alarm_every(0);
	CHECK(handled >= 200 && !unclean && !elsewhere);
	return failed;
}
