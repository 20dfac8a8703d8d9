/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Our signals, which must never be blocked in the kernel, because we depend on
 * them, and the program's view of them. What it blocks of them is kept in the
 * thread's record, shown wherever the program looks, and acted upon.
 */
#ifndef SIGMASK_H
#define SIGMASK_H

#include <stdint.h>

#include "thread/call.h"
#include "thread/thread.h"

struct action;
struct siginfo;
struct ucontext;

/* KSIGNAL_OURS, each. */
#define SIGMASK_COUNT 3
extern const unsigned char sigmask_ours[SIGMASK_COUNT];

/* Its place among them; -1: it is not one of ours. */
int sigmask_index(int sig);

/* Start-up: take over which of them the program inherits as blocked. */
void sigmask_init(struct thread *t);

/* Start-up has failed: the mask is as it was. */
void sigmask_give_up(const struct thread *t);

/* The kernel's mask is the program's from now on: there may be calls of the
 * thread that nobody sees. */
void sigmask_leave_to_kernel(struct thread *t);

/* The same, if the task that begins is such a one. */
void sigmask_begin_unseen(struct thread *t);

/* What the program blocks of ours now. */
uint64_t sigmask_ours_blocked(const struct thread *t);

/* A thread begins. blocked: those of our signals that its maker has blocked.
 * Call it when it is known whether the thread has the fallback. */
void sigmask_begin(struct thread *t, uint64_t blocked);

/* rt_sigprocmask; the calls that wait under a mask of their own; rt_sigpending;
 * rt_sigtimedwait. As issue_call(); call->thread is set. */
long sigmask_change(struct call *call);
long sigmask_suspend(struct call *call);
long sigmask_tell_pending(struct call *call);
long sigmask_take(struct call *call);

/* The call that has waited under a mask of its own until a signal came with
 * this context, as the kernel made it; NULL: there is none. t may be NULL. */
struct thread_wait *sigmask_wait(struct thread *t, const struct ucontext *uc);

/* The signal that came with this context is not for the program (now): a call
 * that waits is to wait on. */
void sigmask_go_on(struct thread *t, const struct ucontext *uc);

/* The handler of act for sig is about to run with this context, which is given
 * the program's mask; wait is from sigmask_wait(). Returns the kernel's mask
 * for the handler. t may be NULL. */
uint64_t sigmask_enter(struct thread *t, int sig, const struct action *act,
		       struct ucontext *uc, struct thread_wait *wait);

/* Of KSIGNAL_OURS, what the program has blocked where this context is. */
uint64_t sigmask_blocked(struct thread *t, const struct ucontext *uc);

/* rt_sigreturn to this context is about to be issued. */
void sigmask_leave(struct thread *t, struct ucontext *uc);

/* Of ours, in the kernel's mask too, from now on: SIG_BLOCK; returns what of it
 * could be blocked, which a filter may not let. The latter until the program
 * unblocks it. */
uint64_t sigmask_block(uint64_t set);

void sigmask_block_really(struct thread *t, int sig);

/* And out of it: for a signal that is to end the process. */
uint64_t sigmask_unblock(uint64_t set);

/* A fault of ours, which brings us to signal_entry. */
void sigmask_fault(void);

/* From signal_entry, SIGSEGV: it was our way to change the mask, and is done.
 */
int sigmask_asked(struct ucontext *uc);

/* A vfork child is about to run on t, with t->vfork in place; it is gone. */
void sigmask_vfork(struct thread *t);
void sigmask_vfork_done(struct thread *t);

/* Around execve: the new program inherits the mask. */
void sigmask_before_exec(struct thread *t);
void sigmask_after_failed_exec(const struct thread *t);

#endif
