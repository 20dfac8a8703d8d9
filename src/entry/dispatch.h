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
 * Who comes behind the C hook that is being asked about call, and the kernel.
 * On the program's stack, in that hook. Returns the result, which is in
 * call->regs.rax too, and nobody else is asked afterwards; -EINVAL when there
 * is one already.
 */
long dispatch_rest(struct call *call);

/*
 * Count calls by the way they take: from now on all of them come here, also
 * those that would pass at the gate. report() logs the figures, if they are
 * counted; recount() begins again, for a new process.
 */
void dispatch_count(void);
void dispatch_report(void);
void dispatch_recount(void);

/* At start: hook_start() on the hook stack. 0, or -1: what was wrong has been
 * said. */
int dispatch_start(struct thread *t, const struct hook_config *config);

/* Tell the interpreter side of an event, on this thread's hook stack. */
void dispatch_event(struct thread *t, enum hook_event event);

/* This thread's calls are not hooked: as if it were too deep in others. */
void dispatch_leave_alone(struct thread *t);

/* This thread is about to end: the interpreter side's state of it goes. */
void dispatch_thread_end(struct thread *t);

/* The process is about to ask for a seccomp filter: what handlers may need is
 * mapped before. */
void dispatch_expect_filter(void);

/* The process has got a seccomp filter that does not let mappings change:
 * states stay, and scripts are not watched. */
void dispatch_filtered(void);

/* The same with what call, whose number is the event, says of it. */
int dispatch_wants(enum hook_event event);
void dispatch_tell(struct call *call);

/*
 * Run fn(call) as a handler runs: guard up, lock held, on the hook stack with
 * the vector state saved. call->thread is set; nothing else of the call
 * matters. On the program's stack. Returns 0, or -1 if there is no way there:
 * the guard is up, too many hooks wait for calls of theirs, or no memory.
 */
int dispatch_in_hook(struct call *call, void (*fn)(struct call *));

#endif
