/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Filters, counters, histograms and injected faults: what scripts ask for and C
 * does at call time (hook.h has their form). Rules are read without a lock
 * (readers.h).
 */
#ifndef RULES_H
#define RULES_H

#include "hooks/rule.h"
#include "thread/thread.h"

/* Which rules there are for an index; dispatch() asks for no others. */
#define RULES_ENTER 1  /* filters, counters */
#define RULES_KERNEL 2 /* around the kernel's part */
#define RULES_RESULT 4 /* behind it */
#define RULES_TRACE 8  /* around everything that hooks do */

/* A call is entered: filters into call->passed, counters. Guard down, on the
 * program's stack. */
void rules_enter(struct call *call, unsigned int index);

struct trace_call;

/* It is entered, and it is over or goes on past us: lines about it. traced is
 * kept by the caller over the call; if rules_trace() returns 0 no rule wants a
 * line of it. Guard down, on the program's stack. */
int rules_trace(struct call *call, unsigned int index,
		struct trace_call *traced);
void rules_trace_over(struct call *call, unsigned int index,
		      struct trace_call *traced);

/* Does any exit handler want to see the result? */
int rules_want_result(const struct call *call, unsigned int index);

/* Only rules ask for this number, or others too: what is decided before C. */
void rules_prefilter(unsigned int index, int only_rules);

/* What all rules that are due want of one call. */
struct rules_plan {
	uint64_t enter_ns, exit_ns;
	int answers;
	int timed;	/* how long it takes is wanted, */
	int stacks;	/* who makes it is, */
	uint32_t since; /* what was added behind that is not meant */
	int64_t result;
	size_t counts; /* and what comes of it, by so many rules */
	/* The first of them, each by its since: the rule may be removed while
	 * the kernel has the call. */
	uint32_t count[4];
};
#define FIRST_COUNTS                                                           \
	(sizeof(((struct rules_plan *)0)->count) / sizeof(uint32_t))

/* A call is about to be made: what they want of it. Signals that they inject
 * are sent. */
void rules_make_plan(struct call *call, unsigned int index,
		     struct rules_plan *plan);

/* The call was made and took call->took ns; 0: there is no clock. Add that to
 * what the plan's rules count. call->regs.rax becomes the result. */
void rules_record(const struct rules_plan *plan, struct call *call,
		  unsigned int index, long ret);

#endif
