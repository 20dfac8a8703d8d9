/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * What a signal handler of the program finds in its ucontext. A signal that
 * arrives while the thread is on its way through a system call of ours has
 * interrupted our code; the handler is shown the program's registers, at its
 * call site or behind it. Unwinders start there, profilers look there.
 */
#ifndef SIGCONTEXT_H
#define SIGCONTEXT_H

#include <stdint.h>

struct frame;
struct sigcontext;
struct siginfo;
struct thread;
struct ucontext;

/* Guard down. Before the handler of this signal runs; t may be NULL. */
void sigcontext_show(struct thread *t, const struct siginfo *info,
		     struct ucontext *uc);

/*
 * At rt_sigreturn, before it is issued. If the context was shown to a handler
 * and is unchanged, it becomes the real one again. If the handler has changed
 * it, its word counts, and the call that was under way is given up. Returns
 * what the kernel has to block of KSIGNAL_OURS then.
 */
uint64_t sigcontext_restore(struct thread *t, struct ucontext *uc);

/* The registers of the frame, but for rip: rcx and r11 as after the call. */
void sigcontext_from_frame(struct sigcontext *regs, const struct frame *f);

/*
 * The bits of rflags that are the program's at a call: all, but the trap flag
 * only once a handler of its SIGTRAP has been seen to run with it, so that it
 * steps itself. A debugger that steps it sets the flag as well. For assembly.
 */
extern uint64_t sigcontext_flags;

/* Is it the task that has called vfork, about to make the child or to go on?
 * Its record t still belongs to the child. */
int sigcontext_is_vfork_parent(const struct thread *t,
			       const struct sigcontext *regs);

/* Is it a process that fork has just made, whose guard is not up yet
 * (task_fork)? */
int sigcontext_is_new_process(const struct thread *t,
			      const struct sigcontext *regs);

#endif
