/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * The program's signal handlers are installed behind signal_entry (entry.S).
 * While no handler of ours runs on the thread it jumps on to the program's at
 * once. A signal that arrives while the interpreter runs is kept until that
 * is done: a program's handler never runs on our stack, and never leaves a
 * half-run interpreter behind by siglongjmp.
 */
#ifndef SIGNALS_H
#define SIGNALS_H

#include "hook.h"
#include "sigcall.h"
#include "thread.h"

/*
 * The bits of rflags that a program gets back after a call: all, but the trap
 * flag only if it handles SIGTRAP, and so may be stepping itself. A debugger
 * that steps it leaves the flag in what we have saved. For entry.S.
 */
extern uint64_t signals_flags;

/* Ours, for every signal that the program handles (entry.S). */
void signal_entry(void);

/* rt_sigaction, issued and kept in mind. As process_issue(). */
long signals_action(struct call *call);

/* Guard down, on the program's stack: deliver what was kept. A handler may
 * leave by siglongjmp, so nothing may be pending in the caller. */
void signals_deliver(struct thread *t);

#endif
