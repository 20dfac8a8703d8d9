/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Syscall User Dispatch of the program's own. The kernel has one dispatcher for
 * a task, and our fallback (sud.c) takes it. A dispatcher that the program asks
 * for by prctl is emulated here, at its call sites.
 */
#ifndef USER_DISPATCH_H
#define USER_DISPATCH_H

#include "base/frame.h"
#include "thread/call.h"
#include "thread/thread.h"

/* prctl, but for PR_SET_SECCOMP. As issue_call(). */
long user_dispatch_prctl(struct call *call);

/* Have every call come to dispatch() from now on. Returns 0, or -1 if that is
 * impossible. */
int user_dispatch_see_all(struct thread *t);

/* t->sud.own[0] is set, so the program's own dispatcher is armed. If it stops
 * this call, the program's handler for SIGSYS runs and this does not return.
 * Guard down. */
void user_dispatch_check(struct thread *t, const struct frame *frame);

#endif
