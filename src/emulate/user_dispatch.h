/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * What our net (sud.c) is not to stand in the way of. The kernel has one
 * dispatcher for a task, and that is the net: one that the program asks for by
 * prctl is done here, from its call sites. For a tracer the net gives way.
 */
#ifndef OWN_SUD_H
#define OWN_SUD_H

#include "thread/frame.h"
#include "hooks/hook.h"
#include "thread/thread.h"

/* What own_sud_issue() has to see. */
extern const unsigned short own_sud_numbers[];
extern const size_t own_sud_numbers_count;

/* prctl, ptrace. As process_issue(). */
long own_sud_issue(struct call *call);

/* From now on every call comes to dispatch(). 0, or -1: it cannot be had. */
int own_sud_see_all(struct thread *t);

/* t->own_sud[0] is set: a call that its dispatcher stops does not come back,
 * the program's handler for SIGSYS runs. Guard down. */
void own_sud_check(struct thread *t, const struct frame *frame);

#endif
