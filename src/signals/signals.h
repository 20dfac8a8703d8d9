/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * The program's signal handlers are installed behind signal_entry (signals.S).
 * While no handler of ours runs on the thread it jumps on to the program's at
 * once. A signal that arrives while the interpreter runs is kept until that
 * is done: a program's handler never runs on our stack, and never leaves a
 * half-run interpreter behind by siglongjmp.
 */
#ifndef SIGNALS_H
#define SIGNALS_H

#include "base/ksignal.h"
#include "thread/call.h"
#include "thread/thread.h"

/*
 * The bits of rflags that are the program's at a call: all, but the trap flag
 * only once a handler of its SIGTRAP has been seen to run with it, so that it
 * steps itself. A debugger that steps it sets the flag as well. For entry.S.
 */
extern uint64_t signals_flags;

/* Ours, for every signal that the program handles (signals.S), and its end. */
void signal_entry(void);
extern const char signal_entry_end[];

/* Not NULL: who is told before a handler of the program's runs, as HOOK_SIGNAL
 * says (hooks/hook.h). On the program's stack. */
extern void (*signals_tell)(struct call *call);

/* rt_sigaction, issued and kept in mind. As issue_call(); call->thread is set.
 */
long signals_action(struct call *call);

/* rt_sigreturn: does not come back. As issue_call(). */
__attribute__((noreturn)) long signals_return(struct call *call);

/* Guard down, on the program's stack: deliver what was kept. A handler may
 * leave by siglongjmp, so nothing may be pending in the caller. */
void signals_deliver(struct thread *t);

/* In a child with a record of its maker's: what was kept is the maker's. */
void signals_forget(struct thread *t);

/* A vfork child is about to run on t, with t->vfork in place. */
void signals_vfork(struct thread *t);

/* Is it the task that has called vfork, about to make the child or to go on?
 * Its record is the child's still. */
struct sigcontext;
int signals_is_vfork_parent(const struct sigcontext *regs);

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

/* Where signals_arrived() stands by itself, for who is interrupted in it. */
#define SIGNALS_TEXT "signals_text"
extern const char __start_signals_text[] __attribute__((visibility("hidden")));
extern const char __stop_signals_text[] __attribute__((visibility("hidden")));

#endif
