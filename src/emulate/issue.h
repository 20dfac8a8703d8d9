/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Issuing the original call. Most are one syscall instruction; those that make,
 * replace or end a task, change what we keep of the process, or could meet what
 * is ours need more care: issue.c has them in one table.
 */
#ifndef ISSUE_H
#define ISSUE_H

#include "thread/call.h"

/*
 * Issue call->regs. On the program's stack, guard down, lock not held. The
 * result, as the kernel gives it; no return where the call has none.
 */
long issue_call(struct call *call);

/* Start-up: the calls that need care come to dispatch() even if nobody asks for
 * them. logs: there is a script or a log, now and later. */
void issue_start(int logs);

#endif
