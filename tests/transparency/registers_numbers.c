/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Whatever the number, also one that no call has or whose upper half is
 * garbage, every register but rax, rcx and r11 is kept, flags, x87 and vector
 * state included. Fails without vector_restore in hook_stack_enter, without
 * entry_call's restoring of any one register, without faults.c's
 * is_wild_number.
 */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "check.h"
#include "registers.h"

/* Called with garbage as arguments: these change nothing then. */
static const uint64_t numbers[] = {
	39,
	110,
	24,
	0,   /* read from no descriptor */
	3,   /* close */
	8,   /* lseek */
	219, /* restart_syscall */
	500, /* none */
	511,
	512,
	600,
	4090,
	4091,
	4095,
	4096,
	5000,
	0x40000000 | 39, /* the x32 bit */
	(uint64_t)-1,
	(uint64_t)1 << 40,
	(uint64_t)0x12345678 << 32 | 39,
	(uint64_t)0xffffffff << 32 | 110,
	(uint64_t)1 << 63 | 24,
	(uint64_t)0x7ffff << 44 | 39, /* not an address at all */
};

static uint64_t random64(void)
{
	static uint64_t x = 88172645463325252u;

	x ^= x << 13;
	x ^= x >> 7;
	return x ^= x << 17;
}

static void fill(struct state *s, uint64_t number)
{
	uint64_t *word = (uint64_t *)(void *)s;

	for (size_t i = 0; i < sizeof(*s) / 8; i++)
		word[i] = random64();
	for (int i = 0; i < 8; i++)
		s->st[i] = (double)(random64() >> 8) / 3;
	s->general[0] = number;
	s->general[4] = random64() | 1 << 30; /* rdi: no descriptor */
	s->rflags = (random64() & 0xcd5) | 0x202;
	s->mxcsr = 0x1f80 | (random64() & 0xe040);
	s->fcw = 0x037f | (random64() & 0x0c00);
}

static int level(void)
{
	__builtin_cpu_init();
	if (__builtin_cpu_supports("avx512bw"))
		return LEVEL_AVX512;
	return __builtin_cpu_supports("avx") ? LEVEL_AVX : LEVEL_SSE;
}

static void probe(uint64_t number, int lv)
{
	static struct state in, out;
	int vectors = lv == LEVEL_AVX512 ? 32 : 16;
	size_t width = 16u << lv;

	fill(&in, number);
	memset(&out, 0, sizeof(out));
	registers_probe(&in, &out, lv);
	CHECK(memcmp(in.general + 1, out.general + 1, 12 * 8) == 0);
	CHECK((in.rflags & 0xcd5) == (out.rflags & 0xcd5));
	CHECK(in.mxcsr == out.mxcsr);
	CHECK((uint16_t)in.fcw == (uint16_t)out.fcw);
	CHECK(memcmp(in.st, out.st, sizeof(in.st)) == 0);
	CHECK(lv < LEVEL_AVX512 || memcmp(in.k, out.k, sizeof(in.k)) == 0);
	for (int i = 0; i < vectors; i++)
		CHECK(memcmp(in.vector[i], out.vector[i], width) == 0);
	if ((int64_t)out.general[0] > 0) /* who I am differs */
		CHECK((pid_t)out.general[0] == getpid() ||
		      (pid_t)out.general[0] == getppid());
	else
		printf("%#lx: %ld\n", number, (long)out.general[0]);
}

int main(void)
{
	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
		for (int round = 0; round < 4; round++)
			probe(numbers[i], level());
	return verdict();
}
