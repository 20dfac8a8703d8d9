/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Every asked-for call comes here from entry.S, and what happens to it is
 * read here from top to bottom.
 */
#ifndef DISPATCH_H
#define DISPATCH_H

#include "base/frame.h"
#include "hooks/hook.h"
#include "thread/thread.h"

/* In rax and rdx. */
struct dispatch_outcome {
	long result; /* for the program's rax */
	long passes; /* or not 0: the call is still to be made, as it is in the
			frame, by where frame->entered says */
};

/* On the program's stack. t: the thread's record; NULL: not known. */
struct dispatch_outcome dispatch(struct frame *frame, struct thread *t);

/*
 * Ask those that follow the C hook which is being asked about call, and then
 * the kernel. On the program's stack, in that hook. Returns the result, which
 * is in call->regs.rax too; nobody else is asked afterwards. Returns -EINVAL if
 * there is a result already.
 */
long dispatch_rest(struct call *call);

#endif
