/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * The program's signal handlers are installed behind signal_entry
 * (signal_entry.S). While no handler of ours runs on the thread it jumps on to
 * the program's at once. A signal that arrives while the interpreter runs is
 * kept until that is done: a program's handler never runs on our stack, and
 * never leaves a half-run interpreter behind by siglongjmp.
 */
#ifndef SIGNALS_H
#define SIGNALS_H

#include "base/ksignal.h"
#include "thread/call.h"
#include "thread/thread.h"

/* If it is not NULL, it is called before a handler of the program's runs, as
 * HOOK_SIGNAL says (hooks/hook.h). On the program's stack. */
extern void (*signals_tell)(struct call *call);

/* rt_sigaction, issued and kept in mind. As issue_call(); call->thread is set.
 */
long signals_action(struct call *call);

/* Is this a rt_sigaction before which and behind which the kernel's action is
 * ours? Then signals_action() can answer it where a filter would not let us
 * make it, and the program's own instruction must not. */
int signals_know(const struct call *call);

/* rt_sigreturn: does not come back. As issue_call(). */
__attribute__((noreturn)) long signals_return(struct call *call);

/* Guard down, on the program's stack: deliver what was kept. A handler may
 * leave by siglongjmp, so nothing may be pending in the caller. */
void signals_deliver(struct thread *t);

/* In a new process: what is pending in its maker's record, which it has, is for
 * the maker. mask: what it has blocked in the kernel. */
void signals_forget(struct thread *t, unsigned long *mask);

/* A vfork child is about to run: what its maker keeps for it, before that is
 * t->vfork, where signals find it. */
void signals_vfork(struct thread_vfork *vfork);

/* In a process of its own, made by a vfork child. */
void signals_fork(const struct thread_vfork *vfork);

/* The kernel gets the program's own handlers: no call comes to us any more. */
void signals_leave(const struct thread *t);

/*
 * A filter is about to let through neither rt_sigprocmask nor rt_sigreturn:
 * from now on handlers begin under the program's own masks, and ours change
 * none.
 */
void signals_leave_masks(struct thread *t);

#endif
