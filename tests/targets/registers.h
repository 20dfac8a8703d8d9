/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* What registers_probe() loads before a system call and stores after it. */
#ifndef REGISTERS_H
#define REGISTERS_H

#define STATE_RAX 0
#define STATE_RBX 8
#define STATE_RDX 16
#define STATE_RSI 24
#define STATE_RDI 32
#define STATE_RBP 40
#define STATE_R8 48
#define STATE_R9 56
#define STATE_R10 64
#define STATE_R12 72
#define STATE_R13 80
#define STATE_R14 88
#define STATE_R15 96
#define STATE_RFLAGS 104
#define STATE_MXCSR 112
#define STATE_FCW 116
#define STATE_ST 128
#define STATE_K 192
#define STATE_VECTOR 256
#define STATE_SIZE 2304

/* How much of the vector state this processor has. */
#define LEVEL_SSE 0
#define LEVEL_AVX 1
#define LEVEL_AVX512 2

#ifndef __ASSEMBLER__

#include <assert.h>
#include <stddef.h>
#include <stdint.h>

struct state {
	uint64_t general[13]; /* rax rbx rdx rsi rdi rbp r8-r10 r12-r15 */
	uint64_t rflags;
	uint32_t mxcsr;
	uint32_t fcw;
	uint64_t unused;
	double st[8];
	uint64_t k[8];
	uint64_t vector[32][8];
};

static_assert(offsetof(struct state, rflags) == STATE_RFLAGS, "rflags");
static_assert(offsetof(struct state, mxcsr) == STATE_MXCSR, "mxcsr");
static_assert(offsetof(struct state, fcw) == STATE_FCW, "fcw");
static_assert(offsetof(struct state, st) == STATE_ST, "st");
static_assert(offsetof(struct state, k) == STATE_K, "k");
static_assert(offsetof(struct state, vector) == STATE_VECTOR, "vector");
static_assert(sizeof(struct state) == STATE_SIZE, "size");

void registers_probe(const struct state *in, struct state *out, int level);

#endif

#endif
