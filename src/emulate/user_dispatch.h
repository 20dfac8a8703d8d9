/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Syscall User Dispatch of the program's own. The kernel has one dispatcher for
 * a task, and our fallback (sud.c) takes it. A dispatcher that the program asks
 * for by prctl is emulated here, at its call sites. If the program is traced,
 * the fallback is turned off.
 */
#ifndef USER_DISPATCH_H
#define USER_DISPATCH_H

#include "base/frame.h"
#include "thread/call.h"
#include "thread/thread.h"

/* prctl, but for PR_SET_SECCOMP; ptrace. As issue_call(). */
long user_dispatch_prctl(struct call *call);
long user_dispatch_trace(struct call *call);

/* From now on every call comes to dispatch(). 0, or -1: it cannot be had. */
int user_dispatch_see_all(struct thread *t);

/* t->sud.own[0] is set: a call that its dispatcher stops does not come back,
 * the program's handler for SIGSYS runs. Guard down. */
void user_dispatch_check(struct thread *t, const struct frame *frame);

#endif
