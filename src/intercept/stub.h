/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * The code of one stub: what runs in place of a window and the syscall
 * instruction behind it. Pure, but for the numbers that are asked for.
 *
 *   constant number    window; syscall; lea back,%rcx; jmp back
 *                      lea tail,%rcx; jmp entry_jump
 *   any number         window; a look at the table, from where it goes to tail;
 *                      lea tail,%rcx; jmp entry_jump
 *                      lea back,%rcx; jmp back
 *   both, at the end   tail: syscall; jmp to that lea back
 *   far                window; a call of the gate; lea back,%rcx; jmp back
 *                      lea back,%rcx; jmp *entry_far
 *
 * When a constant number is asked for, the first two bytes behind the window
 * become a jump over the way back. They change at once and what follows them
 * does not: a thread that is in the system call comes back to it.
 */
#ifndef STUB_H
#define STUB_H

#include <stddef.h>
#include <stdint.h>

#include "analysis/window.h"
#include "base/gate.h"

struct stub {
	uintptr_t site; /* 0: the slot is free */
	int16_t nr;	/* constant, or -1 */
	uint8_t before; /* bytes from the window's start to the site */
	uint8_t pass;	/* offset in the slot: behind the window */
	uint8_t jumped[WINDOW_JUMP]; /* what the jump has taken the place of */
	struct window_moved moved;
};

/* What far stubs call. They refer to it by its address. */
struct stub_head {
	uintptr_t pass, check, entry;
};

void stub_fill_head(struct stub_head *head);

/*
 * Write the code of a stub for the slot at address `at`. The window stands in
 * front of the site. head is the address of a struct stub_head for a far stub;
 * 0: this stub may enter the kernel itself. Returns 0, or -EOVERFLOW: there is
 * too little room. Uses the disassembler.
 */
int stub_build(struct stub *s, uintptr_t site, const struct window *w,
	       uintptr_t at, uintptr_t head, uint8_t code[STUB_SLOT]);

/* The two bytes at the stub's pass while its number is asked for, or is not. */
void stub_write_pass(uint8_t two[2], int far, int asked);

/* The bytes of a jump from `from` to `to`. */
void stub_write_jump(uint8_t jump[WINDOW_JUMP], uintptr_t from, uintptr_t to);

/* Where the program is, in its own view, while it is in a stub. */
struct stub_place {
	uintptr_t rip; /* at an instruction of its window, at its syscall
			  instruction, or behind that */
	uintptr_t rsp;
	uintptr_t back;	  /* behind the syscall instruction */
	int made;	  /* the call has been made */
	uintptr_t passed; /* rcx if the kernel was left for a restart */
};

/* The same for a thread at this offset in the slot at address `at`; place->rsp
 * is the thread's own. */
void stub_find(const struct stub *s, uintptr_t at, int far, uintptr_t offset,
	       struct stub_place *place);

/* The same for a thread at rip in the gate, called by a far stub. */
void stub_find_in_gate(const struct stub *s, uintptr_t rip,
		       struct stub_place *place);

/* A thread's rip leads to this offset from the window's start, because of the
 * jump's bytes or because of what a signal handler was shown. Returns where in
 * the slot at address `at` the thread goes on; 0: nowhere there. */
uintptr_t stub_resume(const struct stub *s, uintptr_t at, uintptr_t offset,
		      uint64_t rax);

/* Has a probe of the kernel's been removed from the window? Then it has its own
 * first byte again, and the rest of the jump to `at`. */
int stub_is_spoiled(const struct stub *s, uintptr_t at);

#endif
