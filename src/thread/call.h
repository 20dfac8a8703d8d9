/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * One system call on its way, and the index that its number has in tables.
 * Types only, for every room above.
 */
#ifndef CALL_H
#define CALL_H

#include <stddef.h>
#include <stdint.h>

#include "zpoline.h"

/* Numbers that can be hooked each by itself: those that the sled leads to. The
 * others, which no kernel call has, share the index behind them. */
#define HOOK_NUMBERS 4091
#define HOOK_OTHERS HOOK_NUMBERS
#define HOOK_INDICES (HOOK_NUMBERS + 1)

/* A bit for each. */
#define HOOK_WORDS ((HOOK_INDICES + 63) / 64)

/* The first one from there on whose bit is set; HOOK_INDICES: none. */
static inline unsigned int hook_next(const uint64_t bits[HOOK_WORDS],
				     unsigned int from)
{
	unsigned int i = from / 64;
	uint64_t word = from < HOOK_INDICES ? bits[i] >> from % 64 : 0;

	if (word)
		return from + (unsigned int)__builtin_ctzl(word);
	while (++i < HOOK_WORDS)
		if (bits[i])
			return i * 64 + (unsigned int)__builtin_ctzl(bits[i]);
	return HOOK_INDICES;
}

static inline unsigned int hook_index(long nr)
{
	return (unsigned long)nr < HOOK_NUMBERS ? (unsigned int)nr
						: HOOK_OTHERS;
}

/* An injection has given the result, has let the call wait. */
#define HOOK_INJECTED_ANSWER 1
#define HOOK_INJECTED_DELAY 2

struct frame;
struct hook_stay;
struct thread;

/*
 * One system call on its way. Lives on the program's stack for the duration
 * of the call; regs is what the kernel will be asked, and is the hooks' to
 * change.
 */
struct call {
	struct SyscallRegs regs;
	long nr;       /* number of the call; regs.rax holds it until done */
	uint8_t done;  /* regs.rax is the result: answered, or issued */
	uint8_t exits; /* handlers want to see the result */
	uint8_t past_rules; /* the kernel's part goes past injections */
	uint8_t injected;   /* what they have done, HOOK_INJECTED_... */
	uint32_t since; /* filters that were added later have passed nothing */
	struct frame *frame;
	struct thread *thread;
	void **level;	 /* the interpreter side's slot for this nesting; NULL
			    when no handler is asked */
	void **state;	 /* and its slot of the thread */
	uint64_t c_hook; /* the one that was asked last */
	struct hook_stay *stay; /* in hooks: what the program has lent them */
	uint64_t passed; /* filters that let their handlers be asked, by bit */
	uint64_t took;	 /* ns, of the kernel's part, where that is wanted */
};

/* The argument in place 0 to 5. */
static inline uint64_t hook_argument(const struct SyscallRegs *regs, int place)
{
	switch (place) {
	case 0:
		return regs->rdi;
	case 1:
		return regs->rsi;
	case 2:
		return regs->rdx;
	case 3:
		return regs->r10;
	case 4:
		return regs->r8;
	default:
		return regs->r9;
	}
}

#endif
