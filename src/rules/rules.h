/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Filters, counters, histograms and injected faults: what scripts ask for and C
 * does at call time (hook.h has their form). Rules are read without a lock
 * (readers.h).
 */
#ifndef RULES_H
#define RULES_H

#include "entry/dispatch.h"
#include "hooks/rule.h"

/* Which rules there are for an index; dispatch() asks for no others. */
#define RULES_ENTER 1  /* filters, counters */
#define RULES_KERNEL 2 /* around the kernel's part */
#define RULES_RESULT 4 /* behind it */

/* A call is entered: filters into call->passed, counters. Guard down, on the
 * program's stack. */
void rules_enter(struct call *call, unsigned int index);

/* Does any exit handler want to see the result? */
int rules_want_result(const struct call *call, unsigned int index);

/* ns of the monotonic clock. Guard down, on the program's stack. */
uint64_t rules_now(struct thread *t);

/* Only rules ask for this number, or others too: what is decided before C. */
void rules_prefilter(unsigned int index, int only_rules);

/* process_issue(), with what rules do around it. may_pass: if they do nothing
 * the call may pass as it was, and is not issued then. */
struct dispatch_outcome rules_issue(struct call *call, unsigned int index,
				    int may_pass);

#endif
