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

#include "frame.h"
#include "hook.h"
#include "thread.h"

/* rt_sigaction and sigaltstack, issued and kept in mind. As process_issue(). */
long signals_action(struct call *call);
long signals_stack(struct call *call);

/*
 * The program called through a null pointer and is to see what it would
 * without us: a fault at rip 0. With a handler of its own for SIGSEGV this
 * does not return, the handler runs and finds the program's registers as they
 * were; without one it returns. Guard down, on the program's stack.
 */
void signals_null_call(struct thread *t, const struct frame *frame);

/* Guard down, on the program's stack: deliver what was kept. A handler may
 * leave by siglongjmp, so nothing may be pending in the caller. */
void signals_deliver(struct thread *t);

#endif
