/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Stubs. A call site whose window became a jump goes on in a slot of ours
 * within two GiB. There the window's instructions run, the call enters the
 * kernel, and a jump leads back. Nothing is written to the program's stack, and
 * address 0 is not needed. A call whose number is asked for goes to entry_jump
 * instead, with the address behind the call site in rcx. stub.h has the code.
 *
 * Slots in the library are behind the gate, from where Syscall User Dispatch
 * lets calls pass. All others are far: the object is too far from the library,
 * or there is a sled, whose gate is elsewhere. They enter the kernel by a call
 * of the gate, below the red zone.
 */
#ifndef STUB_SLOTS_H
#define STUB_SLOTS_H

#include <stddef.h>
#include <stdint.h>

#include "intercept/stub.h"

/*
 * Make a stub for the site, whose window is still in place. jump becomes the
 * jump to it, for the window's start. Returns 0, or -errno: there is no place
 * for a stub, or the window cannot be moved that far. The code of stubs stays
 * writable until stub_slots_end(). At start, or in a hook; uses the
 * disassembler.
 */
int stub_slots_make(uintptr_t site, const struct window *w,
		    uint8_t jump[WINDOW_JUMP]);
void stub_slots_end(void);

/* The sites in [start, end) are gone: free their stubs. */
void stub_slots_forget(uintptr_t start, uintptr_t end);

/* The windows in [start, end) have been put back. Their stubs stay, for
 * stub_slots_make() to use again. */
void stub_slots_undo(uintptr_t start, uintptr_t end);

/* A number is asked for, or no longer. Calls may be running; one caller at a
 * time. Returns 0 or -errno. */
int stub_slots_want(unsigned int nr, int wanted);

/* The same for all numbers at once: a byte for each (sled_table()). */
int stub_slots_want_table(const unsigned char *wanted);

/* The i-th area with slots, from 0 on. Returns 0 if there are no more. Any
 * context. */
int stub_slots_area(size_t i, uintptr_t *start, uintptr_t *end);

/* How many stubs there are, and how many of them are far. */
void stub_slots_count(unsigned long *stubs, unsigned long *far);

/* Find where the program is, from the interrupted thread's rip, rsp and rcx.
 * Returns 0 if the thread is in no stub, nor in the part of the gate that
 * belongs to far stubs. Any context. */
int stub_slots_find(uintptr_t rip, uintptr_t rsp, uintptr_t rcx,
		    struct stub_place *place);

/*
 * The number of a trapped call at site; rax has what the program loaded. When a
 * probe of the kernel's is removed, the kernel writes the first byte of the
 * window again, and the rest of the jump is taken for a number: this finds the
 * real one.
 */
uint64_t stub_slots_number(uintptr_t site, uint64_t rax);

/* A thread's rip may lead into a window, or to a syscall instruction behind
 * one. Returns where it goes on: in the stub if possible, otherwise at rip. Any
 * context. */
uintptr_t stub_slots_resume(uintptr_t rip, uint64_t rax);

#endif
