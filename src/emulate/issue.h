/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Issuing the original call. Most calls are one syscall instruction. Calls need
 * more care that make, replace or end a task, change what we keep of the
 * process, or could affect what is ours. issue.c has them in one table.
 */
#ifndef ISSUE_H
#define ISSUE_H

#include "thread/call.h"

/*
 * Issue call->regs. On the program's stack, guard down, lock not held. Returns
 * the result as the kernel gives it. Does not return where the call does not.
 */
long issue_call(struct call *call);

/* Start-up: the calls that need care come to dispatch() even if nobody asks for
 * them. logs: there is a script or a log, now and later. */
void issue_start(int logs);

#endif
