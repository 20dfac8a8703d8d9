/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Signal frames, laid out as the kernel lays them out: on the stack that the
 * action names, below the red zone, with the vector state. A signal that was
 * kept while a hook ran is delivered by one. Nothing is sent for it, so the
 * signal cannot be lost, overtaken by others or merged with one that is
 * pending, and no tracer sees it a second time.
 */
#ifndef SIGFRAME_H
#define SIGFRAME_H

/* Offsets for sigframe.S. */
#define SIGFRAME_UC 8
#define SIGFRAME_REGISTERS 48
#define SIGFRAME_FPSTATE 232
#define SIGFRAME_INFO 312
#define SIGFRAME_SIZE 440

#ifndef __ASSEMBLER__

#include <asm/sigcontext.h>
#include <asm/siginfo.h>
#include <asm/signal.h>
#include <asm/ucontext.h>
#include <assert.h>
#include <stddef.h>
#include <stdint.h>

#include "thread/thread.h"

/* The kernel's struct rt_sigframe. The vector state stands above it. */
struct sigframe {
	void (*restorer)(void); /* where the handler returns to */
	struct ucontext uc;
	siginfo_t info;
};

static_assert(offsetof(struct sigframe, uc) == SIGFRAME_UC, "uc");
static_assert(offsetof(struct sigframe, uc.uc_mcontext) == SIGFRAME_REGISTERS,
	      "registers");
static_assert(offsetof(struct sigframe, uc.uc_mcontext.fpstate) ==
		      SIGFRAME_FPSTATE,
	      "fpstate");
static_assert(offsetof(struct sigframe, info) == SIGFRAME_INFO, "info");
static_assert(sizeof(struct sigframe) == SIGFRAME_SIZE, "sigframe");

/* Any context, in a handler of ours: what signal, siginfo and context of kept
 * are to be when it is delivered. */
void sigframe_keep(struct thread_kept *kept, int sig, const siginfo_t *info,
		   const struct ucontext *uc);

/* Where the frame for a kept signal goes, for a thread whose stack is free
 * below sp. NULL: there is no room for it. */
struct sigframe *sigframe_place(const struct thread_kept *kept, uintptr_t sp);

/* For sigframe_raise: what was kept, into its frame. Still to be filled in are
 * the registers and the vector state, whose parts are named in what is returned
 * (0: fxsave's). */
uint64_t sigframe_fill(struct sigframe *frame, const struct thread_kept *kept);

/* The parts of the vector state that this context has, as above. */
uint64_t sigframe_features(const struct ucontext *uc);

/*
 * In sigframe.S: into signal_entry by the frame for what was kept, as the
 * kernel goes there. The frame is made with the stack pointer below it, because
 * a signal that comes meanwhile gets its own frame from the kernel, below the
 * stack pointer. Returns when the handler does.
 */
void sigframe_raise(struct sigframe *frame, const struct thread_kept *kept);

/* What rt_sigreturn does, but for the mask. fpstate may be NULL. */
__attribute__((noreturn)) void sigframe_resume(const struct sigcontext *regs,
					       const void *fpstate,
					       uint64_t features);

/* A handler begins: what the alternate stack is from then on. */
void sigframe_enter_stack(stack_t *stack);

#endif /* __ASSEMBLER__ */

#endif
