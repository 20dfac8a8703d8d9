/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * The window of a call site: the whole instructions before its syscall
 * instruction that a five-byte jump replaces. They run elsewhere, in a stub. A
 * tight window is so short that the jump covers the syscall instruction as
 * well. Pure: reads code, changes nothing. Uses the disassembler (see insn.h).
 */
#ifndef WINDOW_H
#define WINDOW_H

#include <stddef.h>
#include <stdint.h>

#define WINDOW_JUMP 5  /* bytes of a jmp rel32 */
#define WINDOW_TIGHT 3 /* of the least window: a syscall has two more */
#define WINDOW_MAX 24  /* bytes of a window */
#define WINDOW_COUNT 5 /* instructions in it */

struct window {
	uint8_t size;  /* bytes from its start to the syscall instruction */
	uint8_t count; /* instructions */
	int16_t nr;    /* the number that they leave in eax, if it is constant
			  and below 4091; -1: not known */
};

/* Does the jump cover the syscall instruction? */
static inline int window_is_tight(const struct window *w)
{
	return w->size < WINDOW_JUMP;
}

/*
 * Would a branch do harm that leads behind the first instruction of the window,
 * or to the syscall instruction that the jump covers? If the window is one
 * instruction and the syscall instruction stays, there is no such address.
 */
static inline int window_is_open(const struct window *w)
{
	return w->count > 1 || window_is_tight(w);
}

enum window_verdict {
	WINDOW_FITS,
	WINDOW_ALONE, /* fits, but nothing runs into it: see window_is_target()
		       */
	WINDOW_SHORT, /* there are not as many bytes in the function */
	WINDOW_FIXED, /* an instruction there cannot be moved */
};

/* Find the window, at least `least` bytes long, of the syscall instruction at
 * site. The function begins at start and is decoded from there. */
enum window_verdict window_find(uintptr_t start, uintptr_t site, size_t least,
				struct window *w);

/*
 * Is it certain that no code in [start, end) branches into [low, high]? 0 also
 * if the code cannot be decoded.
 */
int window_is_spared(uintptr_t start, uintptr_t end, uintptr_t low,
		     uintptr_t high);

/* Does a direct branch in [start, end) lead to addr? */
int window_is_target(uintptr_t start, uintptr_t end, uintptr_t addr);

/* The ways out of a function: see window_ways_out(). */
#define WINDOW_EXITS 32
struct window_exits {
	int indirect; /* it jumps to addresses that are computed */
	int by_word;  /* or are in a word that it names */
	size_t count; /* of direct jumps out of it; more: not known */
	uintptr_t to[WINDOW_EXITS];
};

/* Find all jumps in [start, end) that may leave it. Returns 0, or -1: it cannot
 * be decoded. */
int window_ways_out(uintptr_t start, uintptr_t end, struct window_exits *exits);

/* Where the instructions of a window are after they were moved. */
struct window_moved {
	uint8_t size; /* bytes in the new place */
	uint8_t count;
	uint8_t from[WINDOW_COUNT], to[WINDOW_COUNT]; /* offsets of each */
};

/*
 * Write the instructions of the window [from, from + size) into code, to be
 * run at address at. Returns 0, or -1: they take more than room bytes, or
 * cannot reach what they refer to.
 */
int window_move(uintptr_t from, size_t size, uint8_t *code, size_t room,
		uintptr_t at, struct window_moved *moved);

#endif
