/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * The frame that entry.S builds for each call that is asked for, below the
 * program's red zone; and the offsets that assembly needs. One header for both
 * languages: C proves the offsets.
 */
#ifndef FRAME_H
#define FRAME_H

#define FRAME_OUTER 0
#define FRAME_R15 8
#define FRAME_R14 16
#define FRAME_R13 24
#define FRAME_R12 32
#define FRAME_RBX 40
#define FRAME_R9 48
#define FRAME_R8 56
#define FRAME_R10 64
#define FRAME_RDX 72
#define FRAME_RSI 80
#define FRAME_RDI 88
#define FRAME_RAX 96
#define FRAME_RBP 104
#define FRAME_RIP 112
#define FRAME_RSP 120
#define FRAME_RFLAGS 128
#define FRAME_ENTERED 136
#define FRAME_SIZE 144

/* How a call came in. */
#define ENTERED_BY_CALL 0 /* of a call site: its return address is pushed */
#define ENTERED_BY_TRAP 1 /* at a syscall instruction */
#define ENTERED_BY_FAR 2  /* from a call site's far stub */
#define ENTERED_BY_ZERO 3 /* of a call site, or of a NULL pointer */
/* else from a near one: the address of its tail, see stub.h */

#define RED_ZONE 128

/* rflags: the trap, direction and alignment-check bits */
#define RFLAGS_TF 0x100
#define RFLAGS_DF 0x400
#define RFLAGS_AC 0x40000

/* struct SyscallRegs of zpoline.h */
#define REGS_RAX 0
#define REGS_RDI 8
#define REGS_RSI 16
#define REGS_RDX 24
#define REGS_R10 32
#define REGS_R8 40
#define REGS_R9 48

/* struct signal_start */
#define START_MASK 0
#define START_HANDLER 8
#define START_CONTEXT 16
#define START_INFO 24
#define START_SIGNAL 32
#define START_SIZE 40

#ifndef __ASSEMBLER__

#include <assert.h>
#include <stddef.h>
#include <stdint.h>

#include "zpoline.h"

/* The program's registers at the call. They are restored from here, whatever a
 * hook has done. Lowest address first. */
struct frame {
	struct frame *outer; /* of the call that this one interrupted */
	uint64_t r15, r14, r13, r12, rbx;
	uint64_t r9, r8, r10, rdx, rsi, rdi;
	uint64_t rax; /* number of the call */
	/* these two are a frame record, as a walk by frame pointers has it */
	uint64_t rbp;
	uint64_t rip;	  /* where the program goes on */
	uint64_t rsp;	  /* the program's stack pointer at the call site */
	uint64_t rflags;  /* as pushed by pushf */
	uint64_t entered; /* ENTERED_BY_..., or where to pass on */
};

#define FRAME_AT(field, offset)                                                \
	static_assert(offsetof(struct frame, field) == (offset), #field)
FRAME_AT(outer, FRAME_OUTER);
FRAME_AT(r15, FRAME_R15);
FRAME_AT(r14, FRAME_R14);
FRAME_AT(r13, FRAME_R13);
FRAME_AT(r12, FRAME_R12);
FRAME_AT(rbp, FRAME_RBP);
FRAME_AT(rbx, FRAME_RBX);
FRAME_AT(r9, FRAME_R9);
FRAME_AT(r8, FRAME_R8);
FRAME_AT(r10, FRAME_R10);
FRAME_AT(rdx, FRAME_RDX);
FRAME_AT(rsi, FRAME_RSI);
FRAME_AT(rdi, FRAME_RDI);
FRAME_AT(rax, FRAME_RAX);
FRAME_AT(rsp, FRAME_RSP);
FRAME_AT(rip, FRAME_RIP);
FRAME_AT(rflags, FRAME_RFLAGS);
FRAME_AT(entered, FRAME_ENTERED);
static_assert(sizeof(struct frame) == FRAME_SIZE, "frame");
#undef FRAME_AT

/* A signal handler of the program is about to run. This is below the frame that
 * the kernel has made for it. */
struct signal_start {
	uint64_t mask; /* of the kernel's, under which it runs */
	void (*handler)(void);
	struct ucontext *uc; /* its arguments, last first */
	struct siginfo *info;
	uint64_t sig;
};

#define START_AT(field, offset)                                                \
	static_assert(offsetof(struct signal_start, field) == (offset), #field)
START_AT(mask, START_MASK);
START_AT(handler, START_HANDLER);
START_AT(uc, START_CONTEXT);
START_AT(info, START_INFO);
START_AT(sig, START_SIGNAL);
static_assert(sizeof(struct signal_start) == START_SIZE, "signal_start");
#undef START_AT

#define REGS_AT(field, offset)                                                 \
	static_assert(offsetof(struct SyscallRegs, field) == (offset), #field)
REGS_AT(rax, REGS_RAX);
REGS_AT(rdi, REGS_RDI);
REGS_AT(rsi, REGS_RSI);
REGS_AT(rdx, REGS_RDX);
REGS_AT(r10, REGS_R10);
REGS_AT(r8, REGS_R8);
REGS_AT(r9, REGS_R9);
#undef REGS_AT

#endif /* __ASSEMBLER__ */

#endif
