/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * A handler that uses all of the vector, mask and x87 registers, and makes
 * calls, runs in the middle of kill: the interrupted code has its own back.
 * Fails without vector_restore in hook_stack_enter.
 */
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "check.h"
#include "registers.h"

static int level;
static volatile int handled;

static void on_signal(int sig)
{
	static struct state other, after;

	(void)sig;
	memset(&other, 0x77, sizeof(other));
	other.general[0] = 39;
	other.rflags = 0x602;
	other.mxcsr = 0x1f80 | 0x2000;
	other.fcw = 0x077f;
	registers_probe(&other, &after, level);
	__asm__ volatile("fninit; fld1; fld1; fld1; std; cld" ::: "cc");
	CHECK(other.vector[3][1] == after.vector[3][1]);
	CHECK(getppid() > 0);
	handled++;
}

int main(void)
{
	struct sigaction act = {.sa_handler = on_signal};
	static struct state in, out;

	__builtin_cpu_init();
	level = __builtin_cpu_supports("avx512bw") ? LEVEL_AVX512
		: __builtin_cpu_supports("avx")	   ? LEVEL_AVX
						   : LEVEL_SSE;
	sigaction(SIGUSR1, &act, NULL);
	for (int round = 0; round < 20; round++) {
		int vectors = level == LEVEL_AVX512 ? 32 : 16;

		memset(&in, 0x20 + round, sizeof(in));
		for (int i = 0; i < 8; i++)
			in.st[i] = i / 3.0;
		in.general[0] = 62; /* kill */
		in.general[4] = (uint64_t)getpid();
		in.general[3] = SIGUSR1;
		in.rflags = 0x202 | (round % 2 ? 0x4d5 : 0x800);
		in.mxcsr = 0x1f80 | 0x6000;
		in.fcw = 0x0f7f;
		registers_probe(&in, &out, level);
		CHECK(out.general[0] == 0);
		CHECK(handled == round + 1);
		CHECK(memcmp(in.general + 1, out.general + 1, 12 * 8) == 0);
		CHECK((in.rflags & 0xcd5) == (out.rflags & 0xcd5));
		CHECK(in.mxcsr == out.mxcsr);
		CHECK((uint16_t)in.fcw == (uint16_t)out.fcw);
		CHECK(memcmp(in.st, out.st, sizeof(in.st)) == 0);
		if (level == LEVEL_AVX512)
			CHECK(memcmp(in.k, out.k, sizeof(in.k)) == 0);
		for (int i = 0; i < vectors; i++)
			CHECK(memcmp(in.vector[i], out.vector[i],
				     16u << level) == 0);
	}
	return verdict();
}
