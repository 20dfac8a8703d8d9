/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Calls are the clock by which the interpreter side looks whether its scripts
 * have changed: hook_watch(). */
#ifndef WATCH_H
#define WATCH_H

#include "thread/thread.h"

/* Does it want to look? */
extern unsigned char watch_on;

/* A call of this thread has come in. On the program's stack, guard down. */
void watch_call(struct thread *t);

#endif
