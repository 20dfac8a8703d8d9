/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * The program's alternate signal stack. The kernel considers it free whenever
 * the stack pointer is elsewhere, as it is while a hook runs. If a signal
 * handler of the program makes a hooked call on it, the next signal would
 * overwrite the handler's frames. So the stack is hidden from the kernel
 * meanwhile.
 */
#ifndef ALTSTACK_H
#define ALTSTACK_H

#include "thread/call.h"
#include "thread/thread.h"

struct ucontext;

/* sigaltstack, issued and kept in mind. As issue_call(). */
long altstack_change(struct call *call);

/* A handler of the program's begins with this context: one that disarms itself
 * is gone until the handler returns. */
void altstack_enter_handler(struct thread *t, const struct ucontext *uc);

/* rt_sigreturn to this context is about to be issued. */
void altstack_leave_handler(struct thread *t, const struct ucontext *uc);

/* A handler may have named another stack in its context. Then only the kernel
 * knows which one is set: it is asked. Not while the stack is hidden. */
void altstack_ask(struct thread *t);

/* Its memory is unmapped, up to its top. No signal of the program's can arrive
 * on it any more, but one of ours would still be sent there. So the kernel is
 * told that there is none, unless the thread runs on it. */
void altstack_unmapped(struct thread *t, uintptr_t start, uintptr_t end);

/*
 * From the alternate stack to the hook stack and back. enter() and leave() are
 * called on the former, hide() and show() on the latter; between enter and hide
 * and between show and leave no signal arrives, between hide and show none
 * but the library's own.
 */
void altstack_enter(struct thread *t);
void altstack_hide(struct thread *t);
void altstack_show(struct thread *t);
void altstack_leave(struct thread *t);

#endif
