/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Stubs: a call site whose window became a jump goes on in a slot of ours
 * within two GiB. It runs the window's instructions there, enters the kernel,
 * and goes back by a jump: nothing is written to the program's stack, and no
 * address need be 0. What was asked for goes to entry_jump instead, with the
 * address behind the call site in rcx. stub.h has the code.
 *
 * Slots in the library lie behind the gate, where the net lets calls pass.
 * Others (the object is too far from the library, or there is a sled, whose
 * gate is elsewhere) are far: they enter the kernel by a call of the gate,
 * below the red zone.
 */
#ifndef STUB_SLOTS_H
#define STUB_SLOTS_H

#include <stddef.h>
#include <stdint.h>

#include "intercept/stub.h"

/*
 * A stub for the site, whose window is still there, and the jump that leads to
 * it from the window's start, in jump. Returns 0, or -errno: no place for it,
 * or the window cannot be moved that far. The code of the stubs may be written
 * until stub_slots_end(). At start, or in a hook; uses the disassembler.
 */
int stub_slots_make(uintptr_t site, const struct window *w,
		    uint8_t jump[WINDOW_JUMP]);
void stub_slots_end(void);

/* The sites in [start, end) are gone: their stubs are free. */
void stub_slots_forget(uintptr_t start, uintptr_t end);

/* The windows in [start, end) are put back. Their stubs stay, for
 * stub_slots_make() to use again. */
void stub_slots_undo(uintptr_t start, uintptr_t end);

/* A number is asked for, or is not any more. With calls running; one caller at
 * a time. Returns 0 or -errno. */
int stub_slots_want(unsigned int nr, int wanted);

/* The same for all numbers at once: a byte for each (sled_table()). */
int stub_slots_want_table(const unsigned char *wanted);

/* Where slots are, for i from 0 on. 0: there are no more. Any context. */
int stub_slots_area(size_t i, uintptr_t *start, uintptr_t *end);

/* How many stubs there are, and how many of them are far. */
void stub_slots_count(unsigned long *stubs, unsigned long *far);

/* rip, rsp, rcx: of the interrupted thread. 0: it is in no stub, nor in the
 * part of the gate that belongs to far ones. Any context. */
int stub_slots_find(uintptr_t rip, uintptr_t rsp, uintptr_t rcx,
		    struct stub_place *place);

/*
 * The number of a trapped call at site, rax as it says. A probe of the kernel's
 * that is taken away writes the first byte of the window again, and what is
 * left of the jump becomes the number.
 */
uint64_t stub_slots_number(uintptr_t site, uint64_t rax);

/* Where a thread goes on whose rip may be amid a window, or at a syscall
 * instruction behind one: in its stub, where that can be, otherwise there. Any
 * context. */
uintptr_t stub_slots_resume(uintptr_t rip, uint64_t rax);

#endif
