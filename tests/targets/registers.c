/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * The kernel keeps every register but rax, rcx and r11 across a system call.
 * Loads all of them with patterns, calls getpid, and compares.
 *
 * registers FILE: the call maps the file's code, which must be looked at then.
 */
#include "registers.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#define ROUNDS 500

/* carry, parity, adjust, zero, sign, direction, overflow */
#define FLAGS 0xcd5u
#define ALWAYS 0x202u
#define FLAG_KINDS 7

static const char *const names[13] = {
	"rax", "rbx", "rdx", "rsi", "rdi", "rbp", "r8",
	"r9",  "r10", "r12", "r13", "r14", "r15",
};

static uint64_t random64(void)
{
	static uint64_t x = 88172645463325252u;

	x ^= x << 13;
	x ^= x >> 7;
	return x ^= x << 17;
}

static int level(void)
{
	__builtin_cpu_init();
	if (__builtin_cpu_supports("avx512bw"))
		return LEVEL_AVX512;
	return __builtin_cpu_supports("avx") ? LEVEL_AVX : LEVEL_SSE;
}

/* Each flag alone and each one missing, then at random. */
static uint64_t flags(int round)
{
	static const unsigned int one[FLAG_KINDS] = {1,	   4,	  0x10, 0x40,
						     0x80, 0x400, 0x800};

	if (round < FLAG_KINDS)
		return one[round] | ALWAYS;
	if (round < 2 * FLAG_KINDS)
		return (FLAGS & ~one[round - FLAG_KINDS]) | ALWAYS;
	return (random64() & FLAGS) | ALWAYS;
}

static void fill(struct state *s, int round)
{
	uint64_t *word = (uint64_t *)(void *)s;

	for (size_t i = 0; i < sizeof(*s) / 8; i++)
		word[i] = random64();
	for (int i = 0; i < 8; i++)
		s->st[i] = (double)(random64() >> 8) / 3;
	s->general[0] = 39; /* getpid */
	s->rflags = flags(round);
	/* exceptions stay masked; the rest is rounding, precision, zeroing */
	s->mxcsr = 0x1f80 | (random64() & 0xe040);
	s->fcw = 0x037f & ~(random64() & 0x0100);
	s->fcw |= random64() & 0x0c00;
}

static int mapped = -1;

#define MAPPED 65536

static void fill_mmap(struct state *s)
{
	s->general[0] = SYS_mmap;
	s->general[4] = 0;
	s->general[3] = MAPPED;
	s->general[2] = PROT_READ | PROT_EXEC;
	s->general[8] = MAP_PRIVATE;
	s->general[6] = (uint64_t)mapped;
	s->general[7] = 0;
}

static int is_result(uint64_t rax)
{
	if (mapped < 0)
		return (pid_t)rax == getpid();
	return munmap((void *)(uintptr_t)rax, MAPPED) == 0;
}

static int differ(const char *what, int number, const void *a, const void *b,
		  size_t n, int round)
{
	if (memcmp(a, b, n) == 0)
		return 0;
	printf("round %d: %s%.0d%s changed\n", round, what, number,
	       number || what[0] != 'v' ? "" : "0");
	return 1;
}

static int compare(const struct state *in, const struct state *out, int round,
		   int lv)
{
	size_t width = lv == LEVEL_AVX512 ? 64 : lv == LEVEL_AVX ? 32 : 16;
	uint64_t before = in->rflags & FLAGS, after = out->rflags & FLAGS;
	int bad = 0;

	for (int i = 1; i < 13; i++)
		bad += differ(names[i], 0, &in->general[i], &out->general[i], 8,
			      round);
	bad += differ("flags", 0, &before, &after, 8, round);
	bad += differ("mxcsr", 0, &in->mxcsr, &out->mxcsr, 4, round);
	bad += differ("fcw", 0, &in->fcw, &out->fcw, 2, round);
	bad += differ("x87 stack", 0, in->st, out->st, sizeof(in->st), round);
	if (lv == LEVEL_AVX512)
		bad += differ("mask registers", 0, in->k, out->k, sizeof(in->k),
			      round);
	for (int i = 0; i < (lv == LEVEL_AVX512 ? 32 : 16); i++)
		bad += differ("v", i, in->vector[i], out->vector[i], width,
			      round);
	if (!is_result(out->general[0])) {
		printf("round %d: wrong result\n", round);
		bad++;
	}
	return bad;
}

int main(int argc, char **argv)
{
	static struct state in, out;
	int bad = 0, lv = level();

	if (argc > 1)
		mapped = open(argv[1], O_RDONLY);
	if (argc > 1 && mapped < 0)
		return 2;
	for (int round = 0; round < ROUNDS && bad < 20; round++) {
		fill(&in, round);
		if (mapped >= 0)
			fill_mmap(&in);
		memset(&out, 0, sizeof(out));
		registers_probe(&in, &out, lv);
		bad += compare(&in, &out, round, lv);
	}
	printf("%s: %d differences\n",
	       lv == LEVEL_AVX512 ? "zmm"
	       : lv == LEVEL_AVX  ? "ymm"
				  : "xmm",
	       bad);
	return bad != 0;
}
