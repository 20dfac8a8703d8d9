/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Lines that are about no call. Guard up; there is a room (lines.h). */
#ifndef TRACE_EVENTS_H
#define TRACE_EVENTS_H

#include "hooks/rule.h"
#include "thread/call.h"

/* A thread or the process is about to end, by this call. */
void events_exit(struct call *call, const struct hook_trace *how);

#endif
