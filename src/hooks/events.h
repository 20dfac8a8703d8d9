/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* What the interpreter side is told of besides calls: enum hook_event. */
#ifndef EVENTS_H
#define EVENTS_H

#include "hooks/hook.h"
#include "thread/call.h"
#include "thread/thread.h"

/* Does it want to know? */
int events_wants(enum hook_event event);

/* It is told, on this thread's hook stack. On the program's stack, guard down.
 */
void events_tell(struct thread *t, enum hook_event event);

/* The same with what call, whose number is the event, says of it. */
void events_tell_call(struct call *call);

/* A handler of the program's is about to run: fn is told as well, before the
 * interpreter side. On the program's stack, guard down. */
void events_watch_signals(void (*fn)(struct call *call));

#endif
